//! Alerts read and judged per second of processor time, beside the least that any reader must do: walking over the same
//! bytes. Both on one thread in one run over the same messages.

use std::hint::black_box;
use std::path::Path;

use anyhow::{Context, ensure};
use clap::Args;
use quick_xml::Reader;
use quick_xml::events::Event;
use warning::read;

#[derive(Args)]
pub(crate) struct Options {
    /// Alerts read in each run.
    #[arg(long, default_value_t = 100_000)]
    alerts: usize,
    /// Runs of each; the best one counts, because others may be using the machine.
    #[arg(long, default_value_t = 5)]
    runs: usize,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/warning/tests/corpus");
    let mut texts = Vec::new();
    for folder in ["google", "eden"] {
        for entry in std::fs::read_dir(corpus.join(folder))? {
            let path = entry?.path();
            let text = std::fs::read(&path)?;
            // Sound alerts in UTF-8, which the bare walk takes as they are.
            if read(&text).alert.is_some()
                && let Ok(text) = String::from_utf8(text)
            {
                texts.push(text);
            }
        }
    }
    ensure!(!texts.is_empty(), "the corpus is not there");
    texts.sort_by_key(String::len);
    println!("{} alerts, median {} bytes", texts.len(), texts[texts.len() / 2].len());
    let rounds = options.alerts.div_ceil(texts.len());
    let (mut judged, mut walked) = (0.0_f64, 0.0_f64);
    for number in 1..=options.runs {
        let one = rate(&texts, rounds, |text| read(black_box(text.as_bytes())).alert.is_some())?;
        let other = rate(&texts, rounds, |text| walk(black_box(text)))?;
        println!("run {number}: {one:.0} alerts/s read and judged, {other:.0}/s walked over");
        judged = judged.max(one);
        walked = walked.max(other);
    }
    let mean = texts.iter().map(String::len).sum::<usize>() / texts.len();
    println!(
        "best: {judged:.0} alerts of {mean} bytes in the mean per second of processor time, {:.0} MB/s; a bare walk \
         {walked:.0}/s: ratio {:.2}",
        judged * mean as f64 / 1e6,
        walked / judged
    );
    Ok(())
}

/// Texts per second of processor time.
fn rate(texts: &[String], rounds: usize, work: impl Fn(&str) -> bool) -> anyhow::Result<f64> {
    let begin = processor_seconds()?;
    for _ in 0..rounds {
        for text in texts {
            ensure!(work(text), "a text that was sound is not any longer");
        }
    }
    Ok((rounds * texts.len()) as f64 / (processor_seconds()? - begin))
}

fn walk(text: &str) -> bool {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return true,
            Ok(event) => drop(black_box(event)),
            Err(_) => return false,
        }
    }
}

/// Time that this thread has had a processor, as the kernel counts it.
fn processor_seconds() -> anyhow::Result<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").context("processor time is read from /proc")?;
    let nanoseconds: f64 = text.split_whitespace().next().context("no time in it")?.parse()?;
    Ok(nanoseconds / 1e9)
}
