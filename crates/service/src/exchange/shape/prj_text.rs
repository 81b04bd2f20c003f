//! The well-known text of a `.prj` as a tree.

/// `KEYWORD["name", 1.5, CHILD[…], …]`.
pub(super) struct Node {
    pub(super) keyword: String,
    texts: Vec<String>,
    numbers: Vec<f64>,
    pub(super) children: Vec<Node>,
}

impl Node {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut rest = text;
        let node = Self::read(&mut rest, 0)?;
        rest.trim().is_empty().then_some(node)
    }

    fn read(rest: &mut &str, depth: usize) -> Option<Self> {
        // Real ones are five deep; the limit keeps hostile ones off the stack.
        if depth > 12 {
            return None;
        }
        let open = rest.find(['[', '('])?;
        let keyword = rest.get(..open)?.trim().to_uppercase();
        *rest = rest.get(open + 1..)?;
        let mut node = Self { keyword, texts: Vec::new(), numbers: Vec::new(), children: Vec::new() };
        loop {
            *rest = rest.trim_start();
            if let Some(inner) = rest.strip_prefix('"') {
                let end = inner.find('"')?;
                node.texts.push(inner[..end].to_owned());
                *rest = &inner[end + 1..];
            } else {
                let end = rest.find(['[', '(', ',', ']', ')'])?;
                if rest[end..].starts_with(['[', '(']) {
                    node.children.push(Self::read(rest, depth + 1)?);
                } else {
                    // Words such as `EAST` say nothing that is used here.
                    node.numbers.extend(rest[..end].trim().parse::<f64>().ok().filter(|number| number.is_finite()));
                    *rest = &rest[end..];
                }
            }
            *rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix(',') {
                *rest = after;
            } else {
                *rest = rest.strip_prefix([']', ')'])?;
                return Some(node);
            }
        }
    }

    pub(super) fn name(&self) -> &str {
        self.texts.first().map_or("", String::as_str)
    }

    pub(super) fn number(&self) -> Option<f64> {
        self.numbers.first().copied()
    }

    pub(super) fn child(&self, keyword: &str) -> Option<&Self> {
        self.children.iter().find(|node| node.keyword == keyword)
    }
}
