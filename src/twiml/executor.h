// Runs the TwiML of one voice call without I/O: events in, commands out.
//
// The phone network, `flow walk` and a SIP line all drive this one. Semantics are those of Twilio's documentation
// (<Say>, <Play>, <Pause>, <Gather>, <Record>, <Dial> of one number, queue or conference, <Enqueue>, <Leave>,
// <Message>, <Redirect>, <Hangup>, <Reject>) and of its error dictionary.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/instant.h"
#include "twiml/document.h"

namespace courtesy::twiml {

/// Names and values of a form, in order.
using Fields = std::vector<std::pair<std::string, std::string>>;
/// Pairs events with the command that they answer; an event with an old ticket is ignored.
using Ticket = std::uint32_t;

/// A URL as written in a document, and the document's own URL, which it is relative to (RFC 3986 §5). `document` is
/// empty where the document came as text: a relative `reference` then leads nowhere. `reference` may be absolute.
struct Link {
  std::string document;
  std::string reference;
};

// What whoever drives the executor shall do, in order.

/// Ask for a document; answer with Fetched. `fields` go with those that every request of the call has.
struct Fetch {
  Ticket ticket;
  Link link;
  std::string method;  ///< GET or POST
  Fields fields;
};
/// Say or play one piece; answer with AudioEnded, unless a StopAudio comes first.
struct Speak {
  enum class Kind { say, play, tones };
  Ticket ticket;
  Kind kind;
  std::string text;  ///< what is said; of tones, the keys; empty for a file
  Link link;         ///< what is played, GET; empty otherwise
  std::string voice;
  std::string language;
};
struct StopAudio {};
/// One timer a call: a new one replaces it. Answer with TimerFired.
struct SetTimer {
  Ticket ticket;
  milliseconds after;
};
/// Who is told of a recording, and of what: recordingStatusCallback, with method and events.
struct RecordingTold {
  Link link;  ///< empty reference: nobody is told
  std::string method;
  bool begins = false;
  bool ends = true;
  bool absent = false;  ///< there was nothing but silence
};
/// Record the other side; answer with Recorded, once, however it ends: after `silence` without a sound, after `most`,
/// or when StopRecording comes. Keys are the executor's business: tell it each Digit.
struct Record {
  Ticket ticket;
  bool beep;  ///< before the recording, and not in it
  milliseconds silence;
  milliseconds most;
  bool trim;  ///< silence at both ends is cut off
  RecordingTold told{};
};
struct StopRecording {};
/// Who is told what becomes of a dialled call, or of a conference.
struct Told {
  Link link;  ///< statusCallback; empty reference: nobody is told
  std::string method;
  std::string events;  ///< as written: words with spaces between
};
/// Ring `number` and connect the two, or join who waits in a queue, or a conference; answer with DialEnded, once, also
/// after StopDial. Of a conference, with Waits first where nobody is there to talk to, and with Connected when somebody
/// is.
struct Dial {
  enum class Noun { number, queue, conference };
  /// Both sides of a dialled number, from when on.
  enum class Recording { none, from_answer, from_ringing };
  Ticket ticket;
  std::string number;     ///< as written; may be none; of a queue or a conference its name
  std::string caller_id;  ///< empty: the caller's own
  milliseconds ring_for;
  milliseconds talk_for;
  Noun noun = Noun::number;
  std::string send_digits;  ///< played to whoever answers, before the two are connected
  Told told;
  Recording recording = Recording::none;
  bool both_channels = false;  ///< a side each
  std::string track = "both";  ///< or `inbound`, `outbound`
  bool trim = false;
  RecordingTold recording_told{};
  // Of a conference.
  bool starts = true;  ///< it may begin with this one in it
  bool ends = false;   ///< it is over when this one leaves
  bool muted = false;
  std::size_t most = 250;  ///< in it
};
struct StopDial {};
/// Wait in a queue until somebody dials it. Answer with Waits, then perhaps Connected, and in any case, once,
/// QueueLeft, also after LeaveQueue.
struct Enqueue {
  Ticket ticket;
  std::string queue;
  std::size_t most;  ///< in it; one more is not let in
};
struct LeaveQueue {};
/// Send a text; answer with TextSent.
struct SendText {
  Ticket ticket;
  std::string to;  ///< empty: whoever is on the phone
  std::string from;
  std::string body;
  std::vector<Link> media;
  Link told;  ///< statusCallback; empty reference: nobody is told
};
/// An inbound call stops ringing: it is answered.
struct Answer {};
/// The executor is done, nothing follows. An unanswered call is refused with `reason`.
struct HangUp {
  enum class Reason { ended, rejected, busy, failed };  ///< `failed`: after the spoken apology
  Reason reason = Reason::ended;
};
/// Something for the developer: a code of Twilio's error dictionary, and what is wrong where.
struct Warn {
  enum class Level { warning, error };  ///< an error has stopped the document
  Level level;
  int code;
  std::string text;
  std::string url;  ///< the document it is about, empty for text without one
};
using Command = std::variant<Fetch, Speak, StopAudio, SetTimer, Record, StopRecording, Dial, StopDial, Enqueue,
                             LeaveQueue, SendText, Answer, HangUp, Warn>;

// What happens to the call.

/// No usable answer came: 11200 no answer, 11205 no connection or too late, 11215 redirects, 11100 bad URL.
struct FetchFailed {
  int code;
  std::string text;
};
struct Page {
  std::string url;  ///< the final one, after redirects of HTTP
  int status = 200;
  std::string content_type;
  std::string body;
};
struct Fetched {
  Ticket ticket;
  std::variant<Page, FetchFailed> result;
};
struct AudioEnded {
  Ticket ticket;
};
/// What should be played cannot be had (11200, ...) or is no sound (13420): the document is given up.
struct AudioFailed {
  Ticket ticket;
  int code;
  std::string text;
};
/// What was recorded. `anything` is false where there was nothing but silence: then nothing else counts.
struct Recorded {
  Ticket ticket;
  bool anything = false;
  std::string sid;
  std::string url;            ///< without an extension
  std::int64_t duration = 0;  ///< whole seconds
  bool hung_up = false;       ///< it ended with the call; HungUp comes next
};
/// The dialled call is over, or never was.
struct DialEnded {
  enum class Status { completed, busy, no_answer, failed, canceled, answered };  ///< `answered`: a conference was left
  Ticket ticket;
  Status status = Status::failed;
  std::string sid;              ///< empty where nobody was rung, and of a conference
  std::int64_t duration = 0;    ///< whole seconds from its answer
  std::string recording_url{};  ///< without an extension; empty where nothing was recorded
};
/// Nobody is there yet: the document for those who wait may be run.
struct Waits {
  Ticket ticket;
};
/// The one who waited talks to somebody now.
struct Connected {
  Ticket ticket;
};
struct QueueLeft {
  enum class Result { bridged, hangup, leave, queue_full, error };
  Ticket ticket;
  Result result;
  std::string sid;           ///< the queue's
  std::int64_t seconds = 0;  ///< waited
};
struct TextSent {
  Ticket ticket;
  std::string sid;  ///< empty: it was refused
};
/// The person begins to say something; what that was comes with Heard when it has been said.
struct SpeechBegan {};
struct Heard {
  std::string text;
  double confidence = 0.9;  ///< 0 to 1
};
/// `0`-`9`, `#`, `*`.
struct Digit {
  char key;
};
struct TimerFired {
  Ticket ticket;
};
struct HungUp {};
/// A live call is told by the REST API to go on elsewhere: by `url`, or by `document`, TwiML as text.
struct Redirected {
  std::string url;
  std::string method = "POST";
  std::string document;
};
using Event = std::variant<Fetched, AudioEnded, AudioFailed, Recorded, DialEnded, Waits, Connected, QueueLeft, TextSent,
                           SpeechBegan, Heard, Digit, TimerFired, HungUp, Redirected>;

struct CallFacts {
  std::string url;  ///< the first document; empty: `document` is its text
  std::string method = "POST";
  std::string document;
  std::string fallback_url;  ///< asked, with ErrorCode and ErrorUrl, when a document fails; empty: none
  std::string fallback_method = "POST";
  /// False for an inbound call: any first verb but Reject, or Pause, answers it, and so does the apology.
  bool answered = true;
};

/// Bounds: a document of 64 kB; 50 documents in a row between which nothing is heard, waited for or pressed;
/// `loop="0"` is 1,000 times. A call that goes on talking is bounded by its driver's time limit.
class Executor {
 public:
  explicit Executor(CallFacts facts);

  /// Once, when an outbound call has been answered or an inbound one rings.
  std::vector<Command> start();
  /// Nothing comes out after HangUp or HungUp. A recording and a dialled call that end with the call (Recorded with
  /// `hung_up`, DialEnded just before HungUp) still have their action asked for: what it answers is not run.
  std::vector<Command> on(const Event& event);

  bool ended() const { return phase_ == Phase::ended; }
  /// Collecting keys: a key that is pressed now is not lost.
  bool gathering() const { return gather_.has_value(); }
  bool recording() const { return phase_ == Phase::recording; }
  /// The verb that is at work, for whoever shows it: its name, and the line of the document that it begins in.
  struct Place {
    std::string verb;
    int line = 0;  ///< 0: there was no verb yet
  };
  const Place& place() const { return place_; }
  /// Collecting speech: what is said now is not lost.
  bool listening() const { return gather_ && gather_->takes_speech; }

 private:
  enum class Phase {
    fetching,
    running,
    speaking,
    waiting_for_key,
    recording,
    dialling,
    waiting,  ///< in a queue or a conference, and nothing is played
    texting,
    apologising,
    ended
  };
  struct Gather {
    std::string action;
    std::string method;
    milliseconds timeout{5'000};
    std::optional<char> finish_on = '#';
    std::size_t digits_wanted = 0;  ///< 0: no limit
    bool action_on_empty = false;
    bool takes_keys = true;
    bool takes_speech = false;
    bool barge_in = true;
    milliseconds speech_timeout{5'000};  ///< of silence ends what is said
    std::string digits;
    Place place{};
    std::string speech;
    double confidence = 1;  ///< the least of what was heard
  };
  struct Recording {
    std::string action;
    std::string method;
    std::string finish_on = "1234567890*#";
    std::string ended_by;  ///< the key
  };
  struct Dialling {
    std::string action;  ///< empty: the document goes on
    std::string method;
    bool star_hangs_up = false;
  };
  /// In a queue, or in a conference: the document that goes on afterwards, and what is run until then.
  struct Waiting {
    enum class Where { queue, conference };
    Where where;
    Ticket ticket;  ///< of Enqueue or Dial
    Element document;
    std::size_t next;
    std::string url;
    Link wait;  ///< empty reference: nothing is run
    std::string wait_method;
    std::string action;
    std::string method;
  };
  struct Texting {
    std::string action;
    std::string method;
  };
  struct Piece {
    std::variant<Speak, milliseconds> what;  ///< speech, or a pause
    int times;
    Place place{};  ///< where it is inside of another verb
  };

  void handle(const Fetched& event);
  void handle(const AudioEnded& event);
  void handle(const AudioFailed& event);
  void handle(const Recorded& event);
  void handle(const DialEnded& event);
  void handle(const Waits& event);
  void handle(const Connected& event);
  void handle(const QueueLeft& event);
  void handle(const TextSent& event);
  void handle(const SpeechBegan& event);
  void handle(const Heard& event);
  void handle(const Digit& event);
  void handle(const TimerFired& event);
  void handle(const HungUp& event);
  void handle(const Redirected& event);

  void fetch(Link link, std::string method, Fields fields);
  void take_page(const Page& page);
  void take_document(Element document, std::string url);
  void run();
  void perform(const Element& verb);
  void perform_gather(const Element& verb);
  void perform_record(const Element& verb);
  void perform_dial(const Element& verb);
  void perform_enqueue(const Element& verb);
  void perform_leave(const Element& verb);
  void perform_message(const Element& verb);
  bool may_wait_with(const Element& verb);
  void start_waiting(Waiting waiting);
  /// Back to the document that went into the queue or the conference.
  Waiting stop_waiting();
  void silence();
  void perform_redirect(const Element& verb);
  void perform_reject(const Element& verb);
  void answer_call();
  void next_piece();
  void pieces_done();
  void finish_gather(std::string_view finished_on);
  void wait_for_key();
  void go_on();
  void leave_verb();
  void sign_of_life() { documents_in_a_row_ = 0; }

  std::vector<Piece> pieces_of(const Element& verb);
  std::optional<Piece> say(const Element& verb);
  std::optional<Piece> play(const Element& verb);
  Piece pause(const Element& verb);
  Gather read_gather(const Element& verb);
  /// The noun's name, or the text. Fills in what the noun says of a conference, and what those who wait in it hear.
  std::string whom_to_dial(const Element& verb, Dial& dial, Waiting& waiting);
  void read_conference(const Element& noun, Dial& dial, Waiting& waiting);
  Told read_told(const Element& noun) const;
  RecordingTold read_recording_told(const Element& verb, int code);
  void read_dial_recording(const Element& verb, Dial& dial);
  void read_speech(const Element& verb, Gather& gather);
  bool read_flag(const Element& verb, std::string_view name, bool otherwise, int code);
  std::string read_method(const Element& verb, int code);
  std::int64_t read_number(const Element& verb, std::string_view name, std::int64_t otherwise, std::int64_t least,
                           int code);
  void check_attributes(const Element& verb);

  void warn(int code, std::string text);
  void fail(int code, std::string text, bool may_fall_back = true);
  void hang_up(HangUp::Reason reason);
  std::vector<Command> take() { return std::exchange(out_, {}); }

  CallFacts facts_;
  Phase phase_ = Phase::fetching;
  Element document_;
  std::string url_;       ///< of the document
  std::string asked_;     ///< of the request under way
  std::size_t next_ = 0;  ///< the verb after the one that runs
  std::vector<Piece> pieces_;
  std::size_t piece_ = 0;
  std::optional<Gather> gather_;
  Place place_;
  Recording recording_;
  Dialling dialling_;
  std::optional<Waiting> waiting_;
  Texting texting_;
  Ticket ticket_ = 0;  ///< the one that is waited for
  bool on_fallback_ = false;
  int documents_in_a_row_ = 0;
  std::vector<Command> out_;
};

}  // namespace courtesy::twiml
