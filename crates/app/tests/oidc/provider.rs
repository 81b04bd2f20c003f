//! The provider of `web/tests/oidc/provider.mjs`, run by node beside the test.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

/// Where browsers would reach the program; the provider sends them back there.
pub(crate) const ADDRESS: &str = "http://localhost:8080";

/// The program's secret at the provider.
pub(crate) const SECRET: &str = "a-secret-of-thirty-two-characters";

/// A provider that does not outlive its test.
pub(crate) struct Running {
    child: Child,
    /// Kept: a provider that cannot write ends.
    _output: BufReader<ChildStdout>,
    /// Its address.
    pub(crate) issuer: String,
}

impl Running {
    pub(crate) fn start() -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/tests/oidc/provider.mjs");
        let packages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/node_modules/oidc-provider");
        assert!(
            packages.exists(),
            "the OpenID provider of the tests is not installed: run `make web/node_modules/.installed` (needs Node 20.19 or later)"
        );
        let mut node = Command::new("node");
        node.arg(script).arg(format!("{ADDRESS}{}", oidc::CALLBACK));
        // It ends with its standard input, and so with the test, however that ends.
        node.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = node.spawn().expect("node, which the tests of OpenID sign-in need (20.19 or later)");
        let mut issuer = String::new();
        let mut output = BufReader::new(child.stdout.take().expect("its output"));
        output.read_line(&mut issuer).expect("its address");
        let issuer = issuer.trim().to_owned();
        assert!(issuer.starts_with("http://127.0.0.1:"), "the provider did not start: {issuer:?}");
        Self { child, _output: output, issuer }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
