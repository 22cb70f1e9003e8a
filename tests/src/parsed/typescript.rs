//! TypeScript, by oxc.

use oxc_allocator::Allocator;
use oxc_ast::ast::{BindingIdentifier, Declaration, ExpressionStatement, IdentifierReference, Statement};
use oxc_ast_visit::Visit;
use oxc_parser::Parser;
use oxc_span::SourceType;

use super::{Items, MARK};

pub fn items(text: &str) -> Result<Items, String> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, text, SourceType::ts()).parse();
    if let Some(error) = parsed.errors.first() {
        return Err(format!("{error:?}"));
    }
    let mut words = Words::default();
    words.visit_program(&parsed.program);
    if let Some(word) = words.0 {
        return Err(format!("`{word}` is code"));
    }
    let mut all = Items::default();
    for statement in &parsed.program.body {
        match statement {
            Statement::ExportNamedDeclaration(export) => {
                if let Some(declaration) = &export.declaration {
                    declared(declaration, &mut all);
                }
            }
            Statement::TSInterfaceDeclaration(one) => all.types.push(one.id.name.to_string()),
            Statement::TSTypeAliasDeclaration(one) => all.types.push(one.id.name.to_string()),
            Statement::ImportDeclaration(_)
            | Statement::ExportAllDeclaration(_)
            | Statement::FunctionDeclaration(_)
            | Statement::TSEnumDeclaration(_)
            | Statement::VariableDeclaration(_) => {}
            _ => all.alien.push("a statement that no generated file has".to_owned()),
        }
    }
    Ok(all)
}

fn declared(declaration: &Declaration<'_>, all: &mut Items) {
    match declaration {
        Declaration::TSInterfaceDeclaration(one) => all.types.push(one.id.name.to_string()),
        Declaration::TSTypeAliasDeclaration(one) => all.types.push(one.id.name.to_string()),
        _ => {}
    }
}

/// The first word of the schema that is code.
#[derive(Default)]
struct Words(Option<String>);

impl Words {
    fn see(&mut self, word: &str) {
        if self.0.is_none() && word.contains(MARK) {
            self.0 = Some(word.to_owned());
        }
    }
}

impl<'a> Visit<'a> for Words {
    fn visit_identifier_reference(&mut self, word: &IdentifierReference<'a>) {
        self.see(&word.name);
    }

    fn visit_binding_identifier(&mut self, word: &BindingIdentifier<'a>) {
        self.see(&word.name);
    }

    fn visit_expression_statement(&mut self, statement: &ExpressionStatement<'a>) {
        oxc_ast_visit::walk::walk_expression_statement(self, statement);
    }
}
