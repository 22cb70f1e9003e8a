//! Rust, by syn.

use proc_macro2::{TokenStream, TokenTree};

use super::{Items, MARK};

pub fn items(text: &str) -> Result<Items, String> {
    let tokens: TokenStream = text.parse().map_err(|error| format!("{error}"))?;
    words(tokens.clone())?;
    let file: syn::File = syn::parse2(tokens).map_err(|error| error.to_string())?;
    let mut all = Items::default();
    for item in file.items {
        match item {
            syn::Item::Struct(item) => all.types.push(item.ident.to_string()),
            syn::Item::Enum(item) => all.types.push(item.ident.to_string()),
            syn::Item::Type(item) => all.types.push(item.ident.to_string()),
            syn::Item::ForeignMod(_) | syn::Item::ExternCrate(_) | syn::Item::Static(_) => {
                all.alien.push("an item that no generated file has".to_owned());
            }
            _ => {}
        }
    }
    Ok(all)
}

fn words(tokens: TokenStream) -> Result<(), String> {
    for token in tokens {
        match token {
            TokenTree::Ident(word) if word.to_string().contains(MARK) => {
                return Err(format!("`{word}` is code"));
            }
            TokenTree::Group(group) => words(group.stream())?,
            _ => {}
        }
    }
    Ok(())
}
