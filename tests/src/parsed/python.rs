//! Python, by the parser of `RustPython`.

use rustpython_parser::ast::{Constant, Expr, Stmt, Suite};
use rustpython_parser::{Mode, Parse, Tok, lexer};

use super::{Items, MARK};

pub fn items(text: &str) -> Result<Items, String> {
    words(text, Mode::Module)?;
    let suite = Suite::parse(text, "generated").map_err(|error| format!("{error}"))?;
    let mut all = Items::default();
    for statement in suite {
        one(statement, &mut all)?;
    }
    Ok(all)
}

fn words(text: &str, mode: Mode) -> Result<(), String> {
    for token in lexer::lex(text, mode) {
        if let Tok::Name { name } = token.map_err(|error| format!("{error:?}"))?.0
            && name.contains(MARK)
        {
            return Err(format!("`{name}` is code"));
        }
    }
    Ok(())
}

/// A string in the place of a type is code that is run later.
fn kind(annotation: &Expr) -> Result<(), String> {
    if let Expr::Constant(constant) = annotation
        && let Constant::Str(text) = &constant.value
    {
        words(text, Mode::Expression)?;
        Expr::parse(text, "annotation").map_err(|error| format!("{error} in {text}"))?;
    }
    Ok(())
}

fn one(statement: Stmt, all: &mut Items) -> Result<(), String> {
    match statement {
        Stmt::ClassDef(class) => {
            all.types.push(class.name.to_string());
            for member in class.body {
                if let Stmt::AnnAssign(assign) = member {
                    kind(&assign.annotation)?;
                }
            }
        }
        Stmt::AnnAssign(assign) => {
            assign.value.as_deref().map_or(Ok(()), kind)?;
            let Expr::Name(name) = *assign.target else {
                all.alien.push("an assignment to something that is no name".to_owned());
                return Ok(());
            };
            // With `_` where the schema has a type of that name.
            let is_alias = matches!(&*assign.annotation, Expr::Name(kind) if matches!(kind.id.as_str(), "TypeAlias" | "_TypeAlias"));
            if is_alias {
                all.types.push(name.id.to_string());
            }
        }
        // The words for people behind a definition.
        Stmt::Expr(expr) if matches!(*expr.value, Expr::Constant(_)) => {}
        Stmt::Expr(expr) if is_call_of_support(&expr.value) => {}
        // What type checkers read; at run time there is something else of the same names.
        Stmt::If(branch) => {
            for statement in branch.body {
                one(statement, all)?;
            }
        }
        Stmt::Import(_)
        | Stmt::ImportFrom(_)
        | Stmt::FunctionDef(_)
        | Stmt::AsyncFunctionDef(_)
        | Stmt::Assign(_)
        | Stmt::Delete(_)
        | Stmt::For(_) => {}
        other => all.alien.push(format!("a statement that no generated file has: {other:?}")),
    }
    Ok(())
}

/// `Thread.model_rebuild()` and the like.
fn is_call_of_support(value: &Expr) -> bool {
    matches!(value, Expr::Call(call) if matches!(&*call.func, Expr::Attribute(_) | Expr::Name(_)))
}
