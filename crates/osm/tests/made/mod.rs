//! Small PBF files: <https://wiki.openstreetmap.org/wiki/PBF_Format>, nothing compressed, one block.

/// A file that grows.
pub(crate) struct File {
    texts: Vec<String>,
    nodes: Vec<u8>,
    ways: Vec<u8>,
    relations: Vec<u8>,
    needs: Vec<String>,
    header: bool,
}

impl File {
    pub(crate) fn new() -> Self {
        let needs = vec!["OsmSchema-V0.6".to_owned()];
        // The first text of a block is empty by rule.
        let texts = vec![String::new()];
        Self { texts, nodes: Vec::new(), ways: Vec::new(), relations: Vec::new(), needs, header: true }
    }

    pub(crate) fn needs(&mut self, feature: &str) -> &mut Self {
        self.needs.push(feature.to_owned());
        self
    }

    pub(crate) fn without_header(&mut self) -> &mut Self {
        self.header = false;
        self
    }

    pub(crate) fn node(&mut self, id: i64, lon: f64, lat: f64, tags: &[(&str, &str)]) -> &mut Self {
        let mut node = number(1, zigzag(id));
        node.extend(self.tags(tags));
        // The granularity is 100 nanodegrees where a block says nothing.
        node.extend(number(8, zigzag(steps(lat))));
        node.extend(number(9, zigzag(steps(lon))));
        self.nodes.extend(bytes(1, &node));
        self
    }

    /// Four nodes of a square of 0.001°, counter-clockwise, numbered from `first`.
    pub(crate) fn square(&mut self, first: i64, lon: f64, lat: f64) -> &mut Self {
        for (id, x, y) in [(0, 0.0, 0.0), (1, 0.001, 0.0), (2, 0.001, 0.001), (3, 0.0, 0.001)] {
            self.node(first + id, lon + x, lat + y, &[]);
        }
        self
    }

    pub(crate) fn way(&mut self, id: i64, nodes: &[i64], tags: &[(&str, &str)]) -> &mut Self {
        let mut way = number(1, id.cast_unsigned());
        way.extend(self.tags(tags));
        way.extend(bytes(8, &differences(nodes.iter().copied())));
        self.ways.extend(bytes(3, &way));
        self
    }

    /// A relation of ways with their roles.
    pub(crate) fn relation(&mut self, id: i64, ways: &[(i64, &str)], tags: &[(&str, &str)]) -> &mut Self {
        let mut relation = number(1, id.cast_unsigned());
        relation.extend(self.tags(tags));
        let roles: Vec<u8> = ways.iter().flat_map(|(_, role)| varint(self.text(role))).collect();
        relation.extend(bytes(8, &roles));
        relation.extend(bytes(9, &differences(ways.iter().map(|(way, _)| *way))));
        relation.extend(bytes(10, &vec![1; ways.len()]));
        self.relations.extend(bytes(4, &relation));
        self
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let header: Vec<u8> = self.needs.iter().flat_map(|feature| bytes(4, feature.as_bytes())).collect();
        let texts: Vec<u8> = self.texts.iter().flat_map(|text| bytes(1, text.as_bytes())).collect();
        let mut data = bytes(1, &texts);
        for group in [&self.nodes, &self.ways, &self.relations] {
            data.extend(bytes(2, group));
        }
        let mut file = if self.header { blob("OSMHeader", &header) } else { Vec::new() };
        file.extend(blob("OSMData", &data));
        file
    }

    fn tags(&mut self, tags: &[(&str, &str)]) -> Vec<u8> {
        let keys: Vec<u8> = tags.iter().flat_map(|(key, _)| varint(self.text(key))).collect();
        let values: Vec<u8> = tags.iter().flat_map(|(_, value)| varint(self.text(value))).collect();
        [bytes(2, &keys), bytes(3, &values)].concat()
    }

    fn text(&mut self, text: &str) -> u64 {
        let known = self.texts.iter().position(|known| known == text);
        let at = known.unwrap_or_else(|| {
            self.texts.push(text.to_owned());
            self.texts.len() - 1
        });
        at as u64
    }
}

fn blob(kind: &str, data: &[u8]) -> Vec<u8> {
    let content = bytes(1, data);
    let head = [bytes(1, kind.as_bytes()), number(3, content.len() as u64)].concat();
    let length = u32::try_from(head.len()).expect("a small head").to_be_bytes();
    [&length[..], &head, &content].concat()
}

fn steps(degrees: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "degrees of a test")]
    let steps = (degrees * 1e7).round() as i64;
    steps
}

fn number(field: u64, value: u64) -> Vec<u8> {
    [varint(field << 3), varint(value)].concat()
}

fn bytes(field: u64, content: &[u8]) -> Vec<u8> {
    [varint(field << 3 | 2), varint(content.len() as u64), content.to_vec()].concat()
}

fn differences(values: impl Iterator<Item = i64>) -> Vec<u8> {
    let mut before = 0;
    let step = |value: i64| {
        let difference = zigzag(value - before);
        before = value;
        varint(difference)
    };
    values.flat_map(step).collect()
}

fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)).cast_unsigned()
}

fn varint(mut value: u64) -> Vec<u8> {
    let mut out = Vec::new();
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
    out
}
