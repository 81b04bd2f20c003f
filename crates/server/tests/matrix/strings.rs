//! Strings that break careless programs.

/// Each with a name.
pub(crate) fn naughty() -> Vec<(&'static str, String)> {
    let mut all: Vec<(&'static str, String)> = [
        ("nothing", ""),
        ("a space", " "),
        ("a NUL", "a\0b"),
        ("a bell", "a\u{7}b"),
        ("an escape", "\u{1b}[31mred\u{1b}[0m"),
        ("a delete", "a\u{7f}b"),
        ("a C1 control", "a\u{85}b"),
        ("line ends", "a\r\nb\rc\n"),
        ("a line separator", "a\u{2028}b\u{2029}c"),
        ("a byte order mark", "\u{feff}text"),
        ("a right-to-left override", "invoice\u{202e}gpj.exe"),
        ("an isolate without its end", "\u{2067}abc"),
        ("a zero-width space", "a\u{200b}b"),
        ("a zero-width joiner alone", "\u{200d}"),
        ("a non-character", "a\u{ffff}b"),
        ("a private-use character", "a\u{e000}b"),
        ("a tag character", "a\u{e0041}b"),
        ("an emoji family", "👨‍👩‍👧‍👦🏳️‍🌈"),
        ("an ideograph beyond the first plane", "𠮷野家𪚥"),
        ("a decomposed letter", "e\u{301}"),
        ("a formula", "=cmd|' /C calc'!A0"),
        ("a formula with a plus", "+1+1"),
        ("a link formula", "@SUM(1+1)*cmd"),
        ("SQL", "'; drop table hazard; --"),
        ("a LIKE pattern", "%_\\%"),
        ("HTML", "<script>alert(1)</script><img src=x onerror=alert(1)>"),
        ("a template", "{{7*7}}${7*7}<%= 7*7 %>"),
        ("a path", "../../../../etc/passwd"),
        ("a format", "%s%n%x%d"),
        ("a number", "1e309"),
        ("JSON", "{\"a\":[null]}"),
        ("a UUID that is none", "00000000-0000-0000-0000-00000000000g"),
    ]
    .map(|(name, text)| (name, text.to_owned()))
    .to_vec();
    all.push(("a hundred thousand letters", "字".repeat(100_000)));
    all.push(("two hundred combining marks", format!("Z{}", "\u{321}\u{315}".repeat(100))));
    all
}
