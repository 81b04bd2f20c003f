//! A broker of its own for each test, and a loudspeaker at it.

use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rumqttc::{AsyncClient, Event, MqttOptions, Packet, PublishOptions, QoS};
use serde_json::{Value, json};

/// Mosquitto on a free port; it ends with the test.
#[derive(Debug)]
pub struct Mosquitto {
    /// Where it listens.
    pub port: u16,
    process: Child,
    config: std::path::PathBuf,
}

impl Mosquitto {
    /// Starts it; nobody needs an account there.
    pub async fn start() -> Self {
        // The port is free until another takes it in between; then the next one is tried.
        for _ in 0..10 {
            let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a socket");
            let port = listener.local_addr().expect("an address").port();
            drop(listener);
            let config = std::env::temp_dir().join(format!("bridgehead-mosquitto-{}-{port}.conf", std::process::id()));
            std::fs::write(&config, format!("listener {port} 127.0.0.1\nallow_anonymous true\n")).expect("a file");
            let program =
                if std::path::Path::new("/usr/sbin/mosquitto").exists() { "/usr/sbin/mosquitto" } else { "mosquitto" };
            let mut command = Command::new(program);
            command.arg("-c").arg(&config).stdout(Stdio::null()).stderr(Stdio::null());
            let process = command.spawn().expect("mosquitto: `scripts/packages.sh` installs it");
            let mut broker = Self { port, process, config };
            for _ in 0..250 {
                if tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                    return broker;
                }
                if broker.process.try_wait().expect("a state").is_some() {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        panic!("mosquitto does not start");
    }
}

impl Drop for Mosquitto {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_file(&self.config);
    }
}

/// How a loudspeaker answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// It says that it played.
    Honest,
    /// The same, a moment later.
    Slow,
    /// Somebody answers with what it could know: another id, another nonce, no JSON, something kept by the broker.
    Forger,
}

/// A loudspeaker.
#[derive(Debug)]
pub struct Speaker(Arc<Mutex<Vec<String>>>);

impl Speaker {
    /// Listens at its topic before this returns.
    pub async fn start(broker: &Mosquitto, topic: &str, manner: Manner) -> Self {
        let heard = Arc::new(Mutex::new(Vec::new()));
        let log = heard.clone();
        let options = MqttOptions::new(format!("speaker-{topic}"), rumqttc::Broker::tcp("127.0.0.1", broker.port));
        let (client, mut events) = AsyncClient::builder(options).capacity(10).build();
        let (topic, receipt) = (topic.to_owned(), format!("{topic}/receipt"));
        let (ready, listens) = tokio::sync::oneshot::channel();
        let mut ready = Some(ready);
        tokio::spawn(async move {
            if manner == Manner::Forger {
                let old = json!({ "id": "x", "nonce": "y", "state": "played" }).to_string();
                let kept = PublishOptions::new(QoS::AtLeastOnce).retained();
                client.publish(receipt.clone(), old, kept).await.expect("published");
            }
            client.subscribe(topic, QoS::AtLeastOnce).await.expect("subscribed");
            while let Ok(event) = events.poll().await {
                match event {
                    Event::Incoming(Packet::SubAck(_)) => drop(ready.take().map(|ready| ready.send(()))),
                    Event::Incoming(Packet::Publish(command)) => {
                        let text = String::from_utf8_lossy(&command.payload).into_owned();
                        log.lock().expect("the log").push(text.clone());
                        if manner == Manner::Slow {
                            tokio::time::sleep(Duration::from_millis(80)).await;
                        }
                        for answer in answers(&text, manner) {
                            let live = PublishOptions::new(QoS::AtLeastOnce);
                            client.publish(receipt.clone(), answer, live).await.expect("published");
                        }
                    }
                    _ => {}
                }
            }
        });
        listens.await.expect("it listens");
        Self(heard)
    }

    /// What it was told, the oldest first.
    pub fn heard(&self) -> Vec<String> {
        self.0.lock().expect("the log").clone()
    }
}

fn answers(text: &str, manner: Manner) -> Vec<String> {
    let envelope: Value = serde_json::from_str(text).expect("an envelope");
    let command: Value = serde_json::from_str(envelope["command"].as_str().expect("a text")).expect("a command");
    let (id, nonce) = (&command["id"], &command["nonce"]);
    let answer = |id: &Value, nonce: &Value| json!({ "id": id, "nonce": nonce, "state": "played" }).to_string();
    match manner {
        Manner::Honest | Manner::Slow => vec![answer(id, nonce)],
        Manner::Forger => {
            vec![answer(&json!("x"), nonce), answer(id, &json!("x")), "played".to_owned(), "{".to_owned()]
        }
    }
}
