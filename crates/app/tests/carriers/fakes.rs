//! What stands behind the ways out: a gateway (HTTP) or a message centre (SMPP) for texts, a mail server (SMTP), a
//! messenger's robots (HTTP), and loudspeakers at a real broker (MQTT). Each writes down what came before it answers.

use std::collections::BTreeMap;
use std::time::Duration;

use store::Engine;
use testkit::broker::{Manner, Mosquitto, Speaker};
use testkit::gateway::{self, Gateway};
use testkit::robot::Robot;
use testkit::smsc::Smsc;
use tokio::runtime::Runtime;

use super::mailbox::Mailbox;

/// Robots of work groups, and as many loudspeakers.
pub(crate) const OUTLETS: usize = 2;

/// How long a fake takes before it answers: whoever asks can be killed meanwhile.
const PAUSE: Duration = Duration::from_millis(40);

/// The same for each part of a text: a centre takes one after the other.
const PART_PAUSE: Duration = Duration::from_millis(10);

/// How often each message came, by the key under which its fake knows it.
pub(crate) type Counts = BTreeMap<String, usize>;

pub(crate) struct Fakes {
    /// Centre and loudspeakers live in it.
    runtime: Runtime,
    texts: Texts,
    mailbox: Mailbox,
    pub(crate) robot: Robot,
    speakers: Vec<Speaker>,
    broker: Mosquitto,
}

/// A program has one way of text messages: each engine is tried with another.
enum Texts {
    Gateway(Gateway),
    Centre(Smsc),
}

impl Fakes {
    pub(crate) fn start(engine: Engine) -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let texts = match engine {
            Engine::Postgres => Texts::Gateway(Gateway::start(gateway::Manner::Slow(PAUSE))),
            Engine::Sqlite => Texts::Centre(runtime.block_on(Smsc::start(0, PART_PAUSE))),
        };
        let (broker, speakers) = runtime.block_on(async {
            let broker = Mosquitto::start().await;
            let mut speakers = Vec::new();
            for number in 0..OUTLETS {
                speakers.push(Speaker::start(&broker, &topic(number), Manner::Slow).await);
            }
            (broker, speakers)
        });
        let (mailbox, robot) = (Mailbox::start(PAUSE), Robot::start(PAUSE));
        Self { runtime, texts, mailbox, robot, speakers, broker }
    }

    /// The settings of a program that sends everything here. What follows them must begin with a table of its own.
    pub(crate) fn settings(&self) -> String {
        let texts = match &self.texts {
            Texts::Gateway(gateway) => gateway.settings(),
            Texts::Centre(centre) => format!(
                "allow_networks = [\"127.0.0.1/32\"]\n\n[sms.smpp]\nhost = \"127.0.0.1\"\nport = {}\n\
                 system_id = \"city\"\npassword = \"secret\"\nsource = \"1069\"\n",
                centre.port
            ),
        };
        // With a link in them, texts are longer than one part.
        format!(
            "address = \"https://city.example\"\n{texts}\n[mail]\nhost = \"127.0.0.1\"\nport = {}\n\
             protection = \"none\"\nfrom = \"Bridgehead <duty@example.org>\"\n\n\
             [loudspeakers]\nhost = \"127.0.0.1\"\nport = {}\ntls = false\n",
            self.mailbox.port, self.broker.port
        )
    }

    /// The key of a text message: a gateway knows its id, a centre its number.
    pub(crate) fn text_key(&self, id: &str, number: &str) -> String {
        match &self.texts {
            Texts::Gateway(_) => format!("text {id}"),
            Texts::Centre(_) => format!("text {number}"),
        }
    }

    /// What came so far.
    pub(crate) fn counts(&self) -> Counts {
        let texts: Vec<String> = match &self.texts {
            Texts::Gateway(gateway) => gateway.ids(),
            Texts::Centre(centre) => centre.taken().into_iter().map(|taken| taken.to).collect(),
        };
        let texts = texts.into_iter().map(|key| format!("text {key}"));
        let mail = self.mailbox.ids().into_iter().map(|id| format!("mail {id}"));
        let robots = self.robot.said().into_iter().map(|request| robot_key(&group(&request)));
        let heard = self.speakers.iter().flat_map(Speaker::heard);
        let mut counts = Counts::new();
        for key in texts.chain(mail).chain(robots).chain(heard.map(|told| speaker_key(&command(&told)))) {
            *counts.entry(key).or_insert(0) += 1;
        }
        counts
    }

    /// What came after `before`.
    pub(crate) fn since(&self, before: &Counts) -> Counts {
        let more = |(key, times): (String, usize)| {
            let new = times - before.get(&key).copied().unwrap_or(0);
            (new > 0).then_some((key, new))
        };
        self.counts().into_iter().filter_map(more).collect()
    }

    /// The same once nothing is on its way any more that a killed program had sent.
    pub(crate) fn at_rest(&self) -> Counts {
        loop {
            let before = self.counts();
            std::thread::sleep(Duration::from_millis(400));
            if self.since(&before).is_empty() {
                return before;
            }
        }
    }

    /// Runs something to its end, beside the fakes.
    pub(crate) fn run<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }
}

pub(crate) fn topic(number: usize) -> String {
    format!("city/speaker-{number}")
}

pub(crate) fn robot_key(group: &str) -> String {
    format!("robot {group}")
}

pub(crate) fn speaker_key(id: &str) -> String {
    format!("speaker {id}")
}

/// The group that a request is for: the path of its robot.
fn group(request: &str) -> String {
    let path = request.split(' ').nth(1).expect("a path");
    path.trim_start_matches('/').to_owned()
}

/// The id of the command in an envelope.
fn command(envelope: &str) -> String {
    let envelope: serde_json::Value = serde_json::from_str(envelope).expect("an envelope");
    let command: serde_json::Value =
        serde_json::from_str(envelope["command"].as_str().expect("a text")).expect("a command");
    command["id"].as_str().expect("an id").to_owned()
}
