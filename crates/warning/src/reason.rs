//! The reasons that a finding can give, each with its stable code.

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $code:literal $weight:ident),+ $(,)?) => {
        /// Why something was found. Errors refuse the message, warnings do not.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Reason {
            $($(#[$doc])* $name),+
        }

        impl Reason {
            /// Every reason.
            pub const ALL: [Self; [$($code),+].len()] = [$(Self::$name),+];

            /// The stable code.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// Whether it refuses the message.
            pub fn is_error(self) -> bool {
                match self { $(Self::$name => reasons!(@ $weight)),+ }
            }
        }
    };
    (@ error) => { true };
    (@ warning) => { false };
}

reasons! {
    /// The document is larger than is read.
    TooLarge = "too_large" error,
    /// Elements stand too deep inside each other.
    TooDeep = "too_deep" error,
    /// The document has more elements than are read.
    TooManyElements = "too_many_elements" error,
    /// An element has more attributes than are read.
    TooManyAttributes = "too_many_attributes" error,
    /// The encoding that the document declares is not known.
    UnknownEncoding = "unknown_encoding" error,
    /// The bytes are not text in the encoding of the document.
    InvalidEncoding = "invalid_encoding" error,
    /// The document is not well-formed XML.
    MalformedXml = "malformed_xml" error,
    /// There is a document type definition.
    DtdRefused = "dtd_refused" error,
    /// There is an entity beside the five predefined ones.
    EntityRefused = "entity_refused" error,
    /// The outermost element is no CAP alert of a known version, and no feed.
    NotCap = "not_cap" error,

    /// An element that this version of CAP does not have.
    UnsupportedElement = "unsupported_element" error,
    /// An element twice that may stand once.
    DuplicateElement = "duplicate_element" error,
    /// An element behind one that must follow it.
    InvalidSequence = "invalid_sequence" error,
    /// An element that must be there and is not.
    MissingRequiredElement = "missing_required_element" error,
    /// Text where only elements may stand.
    TextBetweenElements = "text_between_elements" error,
    /// An optional element without content.
    EmptyElement = "empty_element" warning,
    /// The password of CAP 1.0, which later versions dropped.
    PasswordDeprecated = "password_deprecated" warning,

    /// A character that no XML text may have.
    InvalidCharacters = "invalid_characters" error,
    /// A word that is none of those allowed there.
    InvalidEnumValue = "invalid_enum_value" error,
    /// The certainty `Very Likely` of CAP 1.0, read as `Likely`.
    VeryLikelyDeprecated = "very_likely_deprecated" warning,
    /// One of the four colours as severity, as the Chinese profile has it.
    ColourAsSeverity = "colour_as_severity" warning,
    /// A moment that is none.
    InvalidDate = "invalid_date" error,
    /// A moment that does not say its zone, read as UTC.
    DateWithoutZone = "date_without_zone" warning,
    /// An identifier with spaces, commas, `<` or `&`, or none.
    InvalidIdentifier = "invalid_identifier" error,
    /// A sender with spaces, commas, `<` or `&`, or none.
    InvalidSender = "invalid_sender" error,
    /// References that cannot be told apart.
    InvalidReferences = "invalid_references" error,
    /// A reference to a later message.
    PostdatedReference = "postdated_reference" error,
    /// A message that refers to itself, straight or over others.
    CircularReference = "circular_reference" error,
    /// A language tag that is none.
    InvalidLanguage = "invalid_language" error,
    /// A value that cannot be used.
    InvalidValue = "invalid_value" error,
    /// Restriction, addresses and scope that contradict each other.
    RestrictionScopeMismatch = "restriction_scope_mismatch" error,
    /// An address for further reading that is none.
    InvalidWeb = "invalid_web" error,
    /// A link of a feed that is no address.
    InvalidUri = "invalid_uri" error,

    /// A media type that is none.
    InvalidMimeType = "invalid_mime_type" error,
    /// A size that is no number of bytes.
    InvalidResourceSize = "invalid_resource_size" error,
    /// An address of a resource that is none.
    InvalidResourceUri = "invalid_resource_uri" error,
    /// Content of a resource that is not base64.
    InvalidDerefUri = "invalid_deref_uri" error,
    /// A relative address without the content that it stands for.
    RelativeUriWithoutDerefUri = "relative_uri_without_deref_uri" error,

    /// An area that nothing describes.
    InvalidArea = "invalid_area" error,
    /// A polygon that encloses nothing.
    InvalidPolygon = "invalid_polygon" error,
    /// A polygon whose border crosses itself.
    SelfIntersectingPolygon = "self_intersecting_polygon" error,
    /// A circle that is none.
    InvalidCircle = "invalid_circle" error,
    /// A range of heights that is none.
    InvalidAltitudeCeilingRange = "invalid_altitude_ceiling_range" error,

    /// The same text said to be in two languages.
    SameTextInDifferentLanguages = "same_text_in_different_languages" warning,
    /// Text with HTML in it, which people would see as such.
    TextContainsHtml = "text_contains_html" warning,
    /// An alert in a feed that stands in no entry; it is not read.
    AlertOutsideEntry = "alert_outside_entry" warning,
    /// A feed longer than is read.
    TooManyEntries = "too_many_entries" warning,

    /// Profile rule: an update or a cancellation names what it is about.
    UpdateOrCancelMustReference = "update_or_cancel_must_reference" error,
    /// Profile rule: all infos of a message have the same categories.
    CategoriesMustMatch = "categories_must_match" error,
    /// Profile rule: all infos of a message have the same event codes.
    EventCodesMustMatch = "event_codes_must_match" error,
    /// Profile rule: a message has an info.
    InfoRequired = "info_required" error,
    /// Profile rule: an info has a description.
    DescriptionRequired = "description_required" error,
    /// Profile rule: an info has an address for further reading.
    WebRequired = "web_required" error,
    /// Profile rule: an info says when it ends.
    ExpiresRequired = "expires_required" error,
    /// Profile rule: an info has an area.
    AreaRequired = "area_required" error,
    /// Profile rule: an info begins before it ends.
    EffectiveNotAfterExpires = "effective_not_after_expires" error,
    /// Profile rule: a headline has at most 160 characters.
    HeadlineTooLong = "headline_too_long" error,
}
