// One call from dialling to its end: the application's document on one side, a person or machine on the other.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "phonenet/audio/wav.h"
#include "phonenet/exchange/call_events.h"
#include "phonenet/exchange/far_end.h"
#include "phonenet/exchange/leg.h"
#include "phonenet/office.h"
#include "phonenet/personas/person.h"
#include "phonenet/witness.h"
#include "twiml/executor.h"

namespace courtesy::phonenet {

/// Owned by its Call while it lives. It may end within any of its own calls: callers hold the shared pointer.
class Line final : public FarEnd, public std::enable_shared_from_this<Line> {
 public:
  /// `persona` is whoever is not the application: the one called, or the caller of an inbound call.
  Line(Office& office, Call& call, const Persona& persona);

  /// A call of `caller` to one of the account's numbers, which has a VoiceUrl. It has not arrived yet.
  static std::shared_ptr<Line> to_number(Office& office, const Number& number, std::string from,
                                         std::shared_ptr<const Persona> caller);
  /// The same from `caller`, the end of `dialled`, which rings another of the account's numbers: it arrives from the
  /// loop. Null, and noted, where that cannot be.
  static std::shared_ptr<Line> ring_number(Office& office, Call& dialled, const std::weak_ptr<FarEnd>& caller);
  void far_answers() override;
  void far_ends(CallStatus status) override;
  void far_plays(std::string words, milliseconds lasts, std::string keys) override;
  void far_falls_silent(std::string heard) override;

  /// An outbound call leaves the queue.
  void dial();
  /// An inbound call reaches one of the account's numbers.
  void arrive();
  /// The REST API: goes on with another document. Only while in progress.
  void redirect(twiml::Redirected where);
  /// The REST API: hangs up, or stops the ringing.
  void hang_up_by_rest();
  /// The call is recorded from now on, until it is told otherwise or it ends.
  Recording& record_call(RecordingOrder order);
  /// `paused`, `in-progress` or `stopped`; false where that cannot be now. `silent`: a pause is silence, and not left
  /// out.
  bool change_recording(Recording& recording, std::string_view status, bool silent);

  // The handset: what somebody does where the persona leaves it to them (line_hand.cpp). False: not now.
  /// Picks up as that one; with a machine's greeting in words.
  bool answer_by_hand(std::shared_ptr<const Persona> as, const std::string& greeting);
  bool decline_by_hand();
  bool press_by_hand(char key);
  bool say_by_hand(std::string words);
  /// Begins to speak, and is not taken for silent for as long as a recording bears silence.
  bool speaks_by_hand();
  bool hang_up_by_hand();
  /// Somebody who was dialled is heard on this side.
  void overhears(const std::string& words);
  Call& call() { return call_; }
  bool talks() const { return !talks_.empty() && !talks_.back().ended; }
  bool tapes() const { return taping_ && taping_->since; }
  bool machine_records() const { return records_since_.has_value(); }

 private:
  struct Piece {
    std::string text;
    milliseconds length;
    Instant began;
    std::string keys{};  ///< of tones
  };

  const Persona& who() const { return *who_; }
  void ring();
  bool reaches_number() const;
  void number_rings();
  void next_played_key();
  /// Tells the other end, where that is one of the account's numbers.
  template <typename Function>
  void tell_far_end(Function function) {
    if (far_.expired()) return;
    office_.loop.post([far = far_, function = std::move(function)]() mutable {
      if (const auto end = far.lock()) function(*end);
    });
  }
  void pick_up();
  void answered();
  /// The first document, unless the REST API has already sent the call elsewhere.
  void begin_document();
  /// Plays the call's SendDigits; the document begins when they are over.
  void send_digits();
  void digits_sent();
  void start_person();
  void start_machine();
  void start_recording();
  void machine_hears(bool sound);
  void screened();
  void become(const Persona& persona);
  void listen_for_machines();
  void verdict(const Verdict& verdict);
  void falls_silent();
  void sound_begins();
  CallStory story(std::string_view hung_up_by);
  void obey(std::vector<twiml::Command> commands);
  void obey(twiml::Fetch& fetch);
  void obey(twiml::Speak& speak);
  void obey(twiml::StopAudio& stop);
  void obey(twiml::SetTimer& timer);
  void obey(twiml::Record& record);
  void obey(twiml::StopRecording& stop);
  void obey(twiml::Dial& dial);
  void obey(twiml::StopDial& stop);
  void obey(twiml::Enqueue& enqueue);
  void obey(twiml::LeaveQueue& leave);
  void obey(twiml::SendText& text);
  void obey(twiml::Answer& answer);
  void obey(twiml::HangUp& hang_up);
  void obey(twiml::Warn& warn);
  void tell(const twiml::Event& event);

  /// The audio under way: its sound is being fetched, or it plays.
  void play(twiml::Ticket ticket, const std::string& url);
  void begin(Piece piece, twiml::Ticket ticket, std::uint64_t sound = 0);
  void piece_ends(twiml::Ticket ticket);
  /// What was heard of the running piece until now is written down, and there is none any more.
  void close_piece();
  void record(const Piece& piece, std::string_view heard);
  void person_begins_to_hear(std::string_view text);
  void person_hears(std::string_view text);
  Piece tones(const std::string& keys) const;
  void plan(std::optional<Press> press);
  void plan(std::optional<Act> act);
  void press(char key);
  void say(std::string words, milliseconds lasts);
  void stops_saying();

  // What the application records of this side.
  void begin_recording();
  void wait_for_silence();
  void end_recording(bool hung_up);
  Recording* keep_recording();
  /// What is recorded now, as it is told: without its sound.
  Recording taping(std::string_view status) const;
  void tell_recording_status(const Recording& recording);
  struct LiveRecording {
    struct Pause {
      Instant from;
      std::optional<Instant> to;
      bool silent;
    };
    std::string sid;
    RecordingOrder order;
    Instant since;
    std::vector<Pause> pauses;
  };
  void finish_recording(const LiveRecording& live);
  void finish_recordings();
  Samples person_between(Instant since, Instant until) const;
  Samples application_between(Instant since, Instant until) const;
  void dial_number(twiml::Dial& dial);
  bool may_show(const std::string& caller_id) const;
  Leg::Dialler dialler_of(const twiml::Dial& dial, const std::string& sid);
  void record_dialled(const twiml::Dial& dial);
  /// The recording's URL; empty where there is none.
  std::string end_dialled_recording();
  std::string playable(const twiml::Dial& dial);
  void want_callbacks(const twiml::Told& told, Call& dialled);

  // Queues and conferences (line_meetings.cpp).
  void dial_queue(const twiml::Dial& dial);
  void join_conference(const twiml::Dial& dial);
  void waits(twiml::Ticket ticket);
  /// Whoever waits longest and whoever dialled first.
  void match(const std::string& queue);
  void meets(Line& agent);
  void leave_queue(twiml::QueueLeft::Result result);
  void stop_serving(twiml::DialEnded::Status status);
  void leave_conference();
  void open_conference(Conference& room, const twiml::Dial& dial);
  void tell_conference(Conference& room, std::string_view event, const twiml::Dial* joined = nullptr);
  void conference_starts();
  /// This side is gone: its document is told, and whoever it talked to.
  void go_away();
  void partner_left();
  /// Everybody who hears this side now.
  std::vector<std::shared_ptr<Line>> listeners();
  void add_queue_fields(http::Fields& fields);
  void callee_hangs_up(std::string_view who);
  void end(CallStatus status, int sip_code, std::string_view by);

  /// A task for this line, as long as it lives.
  template <typename Function>
  Task task(Function function) {
    return [weak = weak_from_this(), function = std::move(function)] {
      if (const auto self = weak.lock()) function(*self);
    };
  }
  template <typename Function>
  std::unique_ptr<Timer> after(milliseconds delay, Function function) {
    return office_.after(delay, task(std::move(function)));
  }
  void write(EntryKind kind, std::string text = {}, std::string_view detail = {});

  Office& office_;
  Call& call_;
  const Persona* who_;  ///< of a call that is screened it changes
  SeededRandom random_;
  SeededRandom own_;  ///< the callee's: the same however the call came about
  std::optional<Person> person_;
  twiml::Executor executor_;
  bool over_ = false;
  bool begun_ = false;  ///< a document is, or was, at work

  std::unique_ptr<Timer> ringing_;    // to the first ring, then to the answer
  std::unique_ptr<Timer> giving_up_;  // the caller's patience while it rings; then the time limit
  std::unique_ptr<Timer> document_timer_;
  std::unique_ptr<Timer> audio_;
  std::unique_ptr<Timer> press_;
  std::unique_ptr<Timer> leaving_;  // the callee's hanging up
  std::unique_ptr<Timer> beep_;
  std::unique_ptr<Timer> saying_;
  std::unique_ptr<Timer> recording_;  // to the tone's end, then to the longest recording
  std::unique_ptr<Timer> silence_;    // nothing is said
  std::unique_ptr<Timer> verdict_;
  std::unique_ptr<Timer> bored_;      // the callee hears nothing, or too much of a machine
  std::unique_ptr<Timer> tape_ends_;  // the machine hears nothing
  struct Talk {                       ///< what this side says aloud
    std::string words;
    Samples sound;
    Instant began;
    std::optional<Instant> ended;
  };
  struct Taping {
    twiml::Record what;
    std::optional<Instant> since;  ///< the tone is over
    std::string sid{};             ///< from then on
  };
  Sounds sounds_;
  Instant sounds_from_;  ///< the answer, or when somebody else came to the phone
  std::optional<milliseconds> silence_limit_;
  milliseconds bears_talk_{0};  ///< how much of a machine's talk is still borne; 0: any
  Instant talks_since_;
  milliseconds heard_in_all_{0};
  CallStory told_;
  std::optional<Script> script_;
  std::vector<Talk> talks_;
  std::optional<Taping> taping_;
  std::vector<LiveRecording> live_;
  struct Place {  ///< in a queue
    std::string queue;
    twiml::Ticket ticket;
    Instant since;
    std::optional<Instant> met;
  };
  struct Seat {  ///< in a conference
    std::string conference;
    twiml::Dial dial;
    std::optional<Instant> met;
  };
  std::optional<Place> place_;
  std::optional<Place> serving_;  ///< dialled that queue
  std::optional<Seat> seat_;
  std::weak_ptr<Line> partner_;
  std::unique_ptr<Timer> meeting_;  ///< the agent's patience, then the longest talk
  std::shared_ptr<Leg> leg_;
  std::string dialled_recording_;  ///< its sid
  std::weak_ptr<FarEnd> far_;
  std::string played_keys_;                ///< by the other end, and not heard yet
  std::optional<twiml::Ticket> fetching_;  ///< the Play whose sound is on its way
  std::optional<Piece> piece_;
  std::optional<Instant> records_since_;
  std::string tape_;
};

}  // namespace courtesy::phonenet
