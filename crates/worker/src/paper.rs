//! Papers as PDF, one after another: setting one takes seconds of a processor, and nobody's call waits for it.

use std::sync::Arc;
use std::time::Duration;

use service::Service;
use store::paper::Claimed;
use tokio::sync::watch;

use crate::Clock;
use crate::job::Post;

/// A PDF, or why there is none: a stable word and a sentence.
type Made = Result<Vec<u8>, (String, String)>;

/// Makes a PDF from what stands on a paper. It may take long.
#[derive(Clone)]
pub struct Press(Arc<dyn Fn(&str) -> Made + Send + Sync>);

impl Press {
    /// By this function.
    pub fn new(make: impl Fn(&str) -> Made + Send + Sync + 'static) -> Self {
        Self(Arc::new(make))
    }
}

impl std::fmt::Debug for Press {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Press")
    }
}

/// How often is looked for a paper: somebody waits for it before a screen.
const LOOK: Duration = Duration::from_secs(1);

/// Makes papers until `stop` turns true. One that is broken off then is made anew.
pub async fn run_papers(service: Service, post: Arc<Post>, clock: Clock, mut stop: watch::Receiver<bool>) {
    loop {
        match service.claim_paper(clock()).await {
            Ok(Some(paper)) => one(&service, &post.press, &clock, paper).await,
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "papers cannot be read; the next look tries again"),
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

async fn one(service: &Service, press: &Press, clock: &Clock, paper: Claimed) {
    let (id, press) = (paper.id, press.clone());
    let made = tokio::task::spawn_blocking(move || press.0(&paper.form)).await;
    let made = made.unwrap_or_else(|error| Err(("print_failed".to_owned(), error.to_string())));
    if let Err((problem, detail)) = &made {
        tracing::error!(paper = %id, problem, detail, "a paper cannot be made");
    }
    if let Err(error) = service.keep_paper(id, made, clock()).await {
        tracing::error!(paper = %id, %error, "a paper was not kept; it is made again");
    }
}
