//! Commands about the command itself.

use std::fmt::Write as _;

use clap::CommandFactory as _;
use codegen_build::rules::RULES;

use crate::args::{Args, Completions, Man, Rules};
use crate::exit::Exit;
use crate::terminal::{self, Terminal};

pub fn config_schema(terminal: Terminal) -> Exit {
    terminal.data(&format!("{:#}\n", codegen_build::json_schema()))
}

pub fn rules(args: &Rules, terminal: Terminal) -> Exit {
    if args.json {
        let rules: Vec<_> =
            RULES.iter().map(|rule| serde_json::json!({ "id": rule.id, "summary": rule.summary })).collect();
        let changes = super::diff::rules::json();
        return terminal.data(&format!("{:#}\n", serde_json::json!({ "rules": rules, "changes": changes })));
    }
    let width = RULES.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
    let text = RULES.iter().fold("Warnings about a schema\n".to_owned(), |mut text, rule| {
        let _ = writeln!(text, "{:width$}  {}", rule.id, rule.summary);
        text
    });
    terminal.data(&format!("{text}\n{}", super::diff::rules::text()))
}

pub fn completions(args: &Completions, terminal: Terminal) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "codegen", &mut script);
    terminal.data(&String::from_utf8_lossy(&script))
}

pub fn man(args: &Man, terminal: Terminal) -> Exit {
    let mut command = Args::command();
    command.build();
    let page = match &args.command {
        None => command,
        Some(name) => {
            let Some(sub) = command.find_subcommand(name) else {
                terminal::error(&format!("error: there is no command `{}`", name.escape_debug()));
                return Exit::Input;
            };
            sub.clone().display_name(format!("codegen-{name}"))
        }
    };
    let mut text = Vec::new();
    if let Err(error) = clap_mangen::Man::new(page).render(&mut text) {
        terminal::error(&format!("error: the page cannot be made: {error}"));
        return Exit::Input;
    }
    terminal.data(&String::from_utf8_lossy(&text))
}
