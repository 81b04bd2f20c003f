//! The elements of one alert as they stand in the document, borrowed from it, in document order.

use std::borrow::Cow;

use crate::element::{El, Version};

/// One element. Its children follow it at once, up to `end`.
#[derive(Debug)]
pub(crate) struct Node<'a> {
    pub(crate) el: El,
    /// Index of the element around it; the alert is its own.
    pub(crate) parent: u32,
    /// Index behind its last descendant.
    pub(crate) end: u32,
    /// Text of an element that holds text; empty for others.
    pub(crate) text: Cow<'a, str>,
}

impl Node<'_> {
    /// The text without white space around it.
    pub(crate) fn value(&self) -> &str {
        self.text.trim()
    }
}

/// One alert.
#[derive(Debug)]
pub(crate) struct Tree<'a> {
    pub(crate) version: Version,
    /// The alert at 0 and everything in it.
    pub(crate) nodes: Vec<Node<'a>>,
    /// Whether it carries a signature.
    pub(crate) signed: bool,
}

impl Tree<'_> {
    /// Indices of the elements directly in `of`.
    pub(crate) fn children(&self, of: usize) -> impl Iterator<Item = usize> {
        let end = self.nodes[of].end as usize;
        let first = Some(of + 1).filter(|&index| index < end);
        std::iter::successors(first, move |&index| Some(self.nodes[index].end as usize).filter(|&next| next < end))
    }

    /// Those of one sort.
    pub(crate) fn all(&self, of: usize, el: El) -> impl Iterator<Item = usize> {
        self.children(of).filter(move |&index| self.nodes[index].el == el)
    }

    /// The first of one sort.
    pub(crate) fn first(&self, of: usize, el: El) -> Option<usize> {
        self.all(of, el).next()
    }

    /// Text of the first of one sort, unless it is blank.
    pub(crate) fn value(&self, of: usize, el: El) -> Option<&str> {
        self.first(of, el).map(|index| self.nodes[index].value()).filter(|value| !value.is_empty())
    }

    /// The place of the element in its parent's table.
    pub(crate) fn part(&self, index: usize) -> Option<&'static crate::element::Part> {
        let parent = self.nodes[self.nodes[index].parent as usize].el;
        parent.parts(self.version)?.iter().find(|part| part.el == self.nodes[index].el)
    }

    /// Where the element is: `/alert/info[2]/event`.
    pub(crate) fn path(&self, index: usize) -> String {
        let node = &self.nodes[index];
        if index == 0 {
            return "/alert".to_owned();
        }
        let parent = node.parent as usize;
        let mut path = self.path(parent);
        path.push('/');
        path.push_str(node.el.name());
        if self.part(index).is_some_and(|part| part.many) {
            let earlier = self.all(parent, node.el).take_while(|&other| other < index).count();
            path.push_str(&format!("[{}]", earlier + 1));
        }
        path
    }
}
