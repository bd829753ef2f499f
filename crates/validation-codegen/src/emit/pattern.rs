//! Compiled patterns.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Emission, documentation, imports, integer, option};
use crate::pattern::Automaton;

impl Emission<'_> {
    /// `patterns.rs`: each pattern once.
    pub(super) fn patterns(&self) -> TokenStream {
        let imports = imports();
        let statics = self.api.patterns.iter().map(|(source, automaton)| {
            let name = self.patterns.get(source.as_str());
            let documentation = documentation(source);
            let table = pattern(source, automaton);
            quote!(#[doc = #documentation] pub static #name: Pattern = #table;)
        });
        quote!(#![doc = " The patterns, compiled to automata."] #imports #(#statics)*)
    }
}

fn pattern(source: &str, automaton: &Automaton) -> TokenStream {
    let (start, accepting) = (integer(automaton.start), integer(automaton.accepting));
    let columns = integer(automaton.columns);
    let prefix = Literal::byte_string(&automaton.prefix);
    let certain = option(automaton.certain.map(|state| {
        let state = integer(state);
        quote!(#state)
    }));
    let run = option(automaton.run.map(|(state, first, last)| {
        let (state, first, last) = (integer(state), byte(first), byte(last));
        quote!(Run { state: #state, first: #first, last: #last })
    }));
    let classes = automaton.classes.iter().map(|(first, last, class)| {
        let (first, last, class) = (byte(*first), byte(*last), integer(*class));
        quote!((#first, #last, #class))
    });
    let table = Literal::byte_string(&automaton.transitions);
    let transitions =
        if automaton.wide { quote!(Transitions::Wide(#table)) } else { quote!(Transitions::Narrow(#table)) };
    quote!(Pattern {
        source: #source,
        prefix: #prefix,
        start: #start,
        accepting: #accepting,
        certain: #certain,
        run: #run,
        classes: Pattern::classes(&[#(#classes),*]),
        columns: #columns,
        transitions: #transitions,
    })
}

fn byte(byte: u8) -> Literal {
    Literal::byte_character(byte)
}
