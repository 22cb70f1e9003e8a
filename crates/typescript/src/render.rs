//! From the model to text. Layout is prettier's; what to say is decided already.

mod comment;
mod exprs;
mod layout;
mod templates;

use askama::Template;
use codegen_target::{Header, SourceFile};

use crate::conventions::{INDEX, METHODS, SUPPORT};
use crate::model::{Import, Package};
use layout::Doc;

/// All files of a package.
#[must_use]
pub fn render(package: &Package, header: &Header) -> Vec<SourceFile> {
    let extension = package.extension;
    let mut files: Vec<SourceFile> = package
        .modules
        .iter()
        .map(|module| {
            let items: Vec<String> = module.items.iter().map(templates::item).collect();
            file(&module.file, header, &imports(&module.imports, extension), &items)
        })
        .collect();
    if let Some(methods) = &package.methods {
        files.push(file(
            METHODS,
            header,
            &templates::method_imports(methods, extension),
            &templates::methods(methods),
        ));
    }
    let support = templates::support(&package.support);
    let has_support = !support.is_empty();
    if has_support {
        files.push(file(SUPPORT, header, &[], &support));
    }
    files.push(index(package, header, has_support));
    files.sort();
    files
}

fn file(name: &str, header: &Header, imports: &[String], items: &[String]) -> SourceFile {
    let imports = imports.concat();
    let text = written(&templates::Module { header: header.lines(), imports: &imports, items });
    SourceFile::new(format!("{name}.ts"), text)
}

fn index(package: &Package, header: &Header, has_support: bool) -> SourceFile {
    let mut exports: Vec<templates::Export<'_>> = package
        .modules
        .iter()
        .map(|module| templates::Export { file: &module.file, values: module.has_values() })
        .collect();
    exports.extend(package.methods.as_ref().map(|_| templates::Export { file: METHODS, values: true }));
    exports.extend(has_support.then_some(templates::Export { file: SUPPORT, values: false }));
    exports.sort_by_key(|export| export.file);
    let docs = comment::text(&package.docs, 0);
    let text = written(&templates::Index {
        header: header.lines(),
        docs: &docs,
        exports,
        extension: package.extension,
    });
    SourceFile::new(format!("{INDEX}.ts"), text)
}

/// One statement for each module.
fn imports(imports: &[Import], extension: &str) -> Vec<String> {
    imports
        .iter()
        .map(|import| {
            let names: Vec<Doc> = import.names.iter().map(Doc::text).collect();
            // Prettier never breaks the only name of an import.
            let names = match names.as_slice() {
                [only] => Doc::Concat(vec![Doc::text("{ "), only.clone(), Doc::text(" }")]),
                _ => Doc::group(vec![
                    Doc::text("{"),
                    Doc::indent(vec![Doc::Line, Doc::join(",", names)]),
                    Doc::IfBreak(",", ""),
                    Doc::Line,
                    Doc::text("}"),
                ]),
            };
            let head = Doc::text("import type ");
            format!(
                "{}\n",
                Doc::Concat(vec![head, names]).print(0, &format!(" from \"./{}{extension}\";", import.file))
            )
        })
        .collect()
}

/// Writing into a string cannot fail; a template that could not be written would be seen at once.
fn written(template: &impl Template) -> String {
    template.render().unwrap_or_default()
}
