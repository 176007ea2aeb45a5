//! Entries of lists of references.
//!
//! A citation is either text as it is printed, or fields without anything between them. Fields are written as a reader
//! would see them: `Lund I, Abend T (2019). Boats and carts. Harbour Papers. 4(2): 11–19.`

use roxmltree::Node;

use super::{Walker, child, name, point, string};

impl<'a, 'input> Walker<'a, 'input> {
    /// A list of references.
    pub(super) fn references(&mut self, node: Node<'a, 'input>) {
        for part in node.children().filter(Node::is_element) {
            if name(part) == "ref" {
                self.reference(part);
            } else {
                self.element(part);
            }
        }
    }

    fn reference(&mut self, node: Node<'a, 'input>) {
        self.entry(node, Self::works);
    }

    /// What stands in a reference behind its label.
    fn works(&mut self, node: Node<'a, 'input>) {
        // The rows of a table and a reference have in common that nothing breaks them.
        self.in_row = true;
        let mut is_first = true;
        for part in node.children().filter(Node::is_element) {
            if name(part) == "label" {
                continue;
            }
            if !is_first {
                self.composer.made(" ");
            }
            is_first = false;
            self.citation(part);
        }
        self.in_row = false;
    }

    fn citation(&mut self, node: Node<'a, 'input>) {
        match name(node).as_ref() {
            "citation-alternatives" => {
                if let Some(first) = node.first_element_child() {
                    self.citation(first);
                }
            }
            "element-citation" | "nlm-citation" | "citation" | "mixed-citation" | "product" => {
                if let Some(label) = child(node, "label") {
                    self.blocks(label);
                    self.composer.made(" ");
                }
                if is_printed(node) {
                    self.printed(node);
                } else {
                    self.fields(node);
                }
            }
            _ => self.blocks(node),
        }
    }

    /// A citation as it is printed; only names may lack the blank between their parts.
    fn printed(&mut self, node: Node<'a, 'input>) {
        for part in node.children() {
            match name(part).as_ref() {
                _ if part.is_text() && is_before_identifier(part) => {}
                _ if part.is_text() => self.text(part),
                "name" | "string-name" if !has_text(part) => self.person(part),
                "person-group" if !has_text(part) => self.people(part),
                "person-group" => self.printed(part),
                "pub-id" | "object-id" if is_behind_text(part) => {}
                _ if part.is_element() => self.element(part),
                _ => {}
            }
        }
    }

    /// A citation of fields.
    fn fields(&mut self, node: Node<'a, 'input>) {
        let start = self.composer.here();
        let fields: Vec<Node<'a, 'input>> = node.children().filter(Node::is_element).collect();
        let leading = fields.iter().take_while(|field| is_person(**field)).count();
        self.authors(&fields[..leading]);
        // Mixed citations are in the order of print; the fields of the others are in none.
        let is_ordered = name(node) == "mixed-citation";
        let is_year = |field: &&Node<'_, '_>| name(**field) == "year";
        if let Some(year) = fields.iter().find(is_year).filter(|_| !is_ordered) {
            self.composer.made(if leading > 0 { " (" } else { "(" });
            self.blocks(*year);
            self.composer.made(")");
        }
        for (index, &field) in fields.iter().enumerate().skip(leading) {
            if is_ordered && name(field) == "year" {
                self.apart(". ", start);
                self.blocks(field);
                continue;
            }
            self.field(&fields, index, field, start);
        }
        self.composer.unblank();
        if !self.composer.since(start).ends_with(['.', '?', '!']) {
            self.composer.made(".");
        }
    }

    fn field(
        &mut self,
        fields: &[Node<'a, 'input>],
        index: usize,
        field: Node<'a, 'input>,
        start: usize,
    ) {
        let before = index.checked_sub(1).map(|before| name(fields[before]));
        let before = before.as_deref().unwrap_or_default();
        match name(field).as_ref() {
            "year" | "label" | "month" | "day" | "season" | "object-id" => {}
            "pub-id" => self.identifier(field, start),
            "issue" if before == "volume" => {
                self.composer.made("(");
                self.blocks(field);
                self.composer.made(")");
            }
            "fpage" | "elocation-id" | "page-range" => {
                let joins = matches!(before, "volume" | "issue" | "supplement");
                self.apart(if joins { ": " } else { ". " }, start);
                self.blocks(field);
            }
            "lpage" if before == "fpage" => {
                if string(fields[index - 1]) != string(field) {
                    self.composer.made("–");
                    self.blocks(field);
                }
            }
            "publisher-name" if before == "publisher-loc" => {
                self.composer.made(": ");
                self.blocks(field);
            }
            "person-group" | "name" | "collab" | "etal" => {
                let joins = is_person(fields[index - 1]);
                self.apart(if joins { ", " } else { ". " }, start);
                self.authors(&fields[index..=index]);
            }
            _ => {
                self.apart(". ", start);
                self.element(field);
            }
        }
    }

    /// Writes a separator, unless the text before has one already.
    fn apart(&mut self, separator: &str, start: usize) {
        self.composer.unblank();
        let written = self.composer.since(start);
        if written.is_empty() {
            return;
        }
        let is_ended = written.ends_with(['.', '?', '!', ':']);
        self.composer.made(if is_ended { " " } else { separator });
    }

    fn identifier(&mut self, field: Node<'a, 'input>, start: usize) {
        if field.attribute("pub-id-type") == Some("doi") {
            self.apart(". ", start);
            self.composer.made("doi:");
            self.blocks(field);
        }
    }

    fn authors(&mut self, fields: &[Node<'a, 'input>]) {
        for (index, &field) in fields.iter().enumerate() {
            if index > 0 {
                self.composer.made(", ");
            }
            match name(field).as_ref() {
                "person-group" => self.people(field),
                "name" | "string-name" => self.person(field),
                "etal" => self.composer.made("et al."),
                _ => self.blocks(field),
            }
        }
    }

    fn people(&mut self, node: Node<'a, 'input>) {
        let people: Vec<Node<'a, 'input>> = node
            .children()
            .filter(|person| is_person(*person) || person.is_element() && name(*person) == "role")
            .collect();
        self.authors(&people);
        if node.attribute("person-group-type") == Some("editor") && !has_text(node) {
            self.composer
                .made(if people.len() == 1 { ", ed" } else { ", eds" });
        }
    }

    fn person(&mut self, node: Node<'a, 'input>) {
        for (index, part) in node.children().filter(Node::is_element).enumerate() {
            if index > 0 {
                self.composer.blank(point(part));
            }
            self.blocks(part);
        }
    }
}

fn is_person(node: Node<'_, '_>) -> bool {
    matches!(
        name(node).as_ref(),
        "person-group" | "name" | "string-name" | "collab" | "etal" | "anonymous"
    )
}

/// Whether the citation has the words and signs between its fields.
fn is_printed(node: Node<'_, '_>) -> bool {
    let has_fields = node
        .children()
        .any(|part| part.is_element() && name(part) != "label");
    !has_fields || has_text(node)
}

fn has_text(node: Node<'_, '_>) -> bool {
    node.children()
        .any(|part| part.is_text() && part.text().is_some_and(|text| !text.trim().is_empty()))
}

/// Whether white space only parts the citation from an identifier that nobody prints.
fn is_before_identifier(text: Node<'_, '_>) -> bool {
    let is_blank = text.text().is_some_and(|text| text.trim().is_empty());
    let next = text.next_sibling();
    is_blank
        && next.is_some_and(|next| {
            matches!(name(next).as_ref(), "pub-id" | "object-id") && is_behind_text(next)
        })
}

/// Whether an identifier stands behind the printed citation without anything before it: nobody prints that.
fn is_behind_text(node: Node<'_, '_>) -> bool {
    let glued = |before: Node<'_, '_>| {
        before.is_element() || before.text().is_some_and(|text| text.trim().is_empty())
    };
    node.attribute("pub-id-type") != Some("doi") && node.prev_sibling().is_some_and(glued)
}
