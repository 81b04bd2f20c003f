//! Contacts: one form, one mask.

use domain::contact::ContactKind::{Email, Phone};
use proptest::prelude::*;

#[test]
fn numbers_that_ring_the_same_phone_have_one_form() {
    for text in ["13812341234", "+86 138 1234 1234", "0086-138-1234-1234", " 138-1234-1234 "] {
        assert_eq!(Phone.normal(text).as_deref(), Some("13812341234"), "{text}");
    }
    assert_eq!(Phone.normal("+852 2345 6789").as_deref(), Some("+85223456789"));
    assert_eq!(Phone.normal("0371-12345").as_deref(), Some("037112345"));
    for text in ["", "12", "1381234123x", "++8612345678", "12345678901234567"] {
        assert_eq!(Phone.normal(text), None, "{text}");
    }
    assert_eq!(Email.normal("Wang@Example.ORG").as_deref(), Some("wang@example.org"));
    for text in ["", "@example.org", "wang@", "wang", "a b@example.org", "a@b@c.org", "wang@localhost"] {
        assert_eq!(Email.normal(text), None, "{text}");
    }
}

#[test]
fn a_mask_shows_little() {
    assert_eq!(Phone.mask("13812341234"), "138****1234");
    assert_eq!(Phone.mask("037112345"), "03****45");
    assert_eq!(Phone.mask("110"), "****0");
    assert_eq!(Email.mask("wang@example.org"), "w***@example.org");
    assert_eq!(Email.mask("王@例子.中国"), "王***@例子.中国");
}

proptest! {
    #[test]
    fn a_normal_form_is_its_own_normal_form_and_is_never_shown_whole(text in "[+]?[0-9 ()-]{0,18}") {
        if let Some(normal) = Phone.normal(&text) {
            prop_assert_eq!(Phone.normal(&normal), Some(normal.clone()));
            prop_assert!(!Phone.mask(&normal).contains(&normal));
        }
    }
}
