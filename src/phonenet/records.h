// What the network keeps of calls, texts and numbers: the resources that its REST API shows.
#pragma once

#include <cstdint>
#include <iterator>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/instant.h"
#include "http/message.h"
#include "phonenet/chance.h"
#include "phonenet/exchange/detector.h"
#include "phonenet/trace/trace.h"

namespace courtesy::phonenet {

enum class CallStatus { queued, ringing, in_progress, completed, busy, no_answer, failed, canceled };
std::string_view to_string(CallStatus status);
bool is_final(CallStatus status);

enum class TextStatus { queued, sending, sent, delivered, undelivered, failed, received };
std::string_view to_string(TextStatus status);
bool is_final(TextStatus status);

enum class CallEvent { initiated = 0, ringing, answered, completed };
std::optional<CallEvent> call_event_named(std::string_view name);

/// Trouble with a webhook or a document, as Calls/{Sid}/Notifications shows it.
struct Notification {
  std::string sid;
  Instant at;
  int code;
  bool error;  ///< otherwise a warning
  std::string text;
  std::string url;
  std::string method;
};

/// One request about a call, to the application or to the REST API, and its answer.
struct Exchanged {
  std::string method;
  std::string url;
  http::Fields parameters;
  int status = 0;  ///< 0: there was no answer
  std::string content_type;
  http::Headers headers;   ///< of the answer
  std::string body;        ///< of the answer
  milliseconds lasted{0};  ///< of the network's time
  Instant at;
  milliseconds took{0};     ///< of real time, of a webhook
  std::string signature{};  ///< X-Twilio-Signature, of a webhook
};

/// What the application had recorded: the sound is a WAV, 8 kHz, 16-bit PCM.
struct Recording {
  std::string sid;
  std::uint64_t number = 0;
  std::string call_sid;
  std::string status = "completed";  ///< or `in-progress`, `paused`, `stopped`; there is no sound until it is completed
  std::string source = "RecordVerb";
  std::string track = "inbound";  ///< or `outbound`, `both`
  int channels = 1;
  milliseconds length{0};
  std::string bytes;
  Instant started;
  Instant created;
  Instant updated;
  bool deleted = false;

  bool goes_on() const { return status == "in-progress" || status == "paused"; }
  /// Whole seconds, rounded: at least one.
  std::int64_t seconds_long() const;
};

/// A recording of the call itself, as the REST API asks for one (Twilio docs, "Recordings of a call").
struct RecordingOrder {
  int channels = 1;
  std::string track = "both";
  bool trim = false;
  std::string told, told_method;
  std::string source = "StartCallRecordingAPI";
  bool tells_begin = false;
  bool tells_end = true;
};

class Line;
class Leg;
struct Call {
  std::string sid;
  std::uint64_t number = 0;  ///< in order of creation, from 0
  bool inbound = false;      ///< a person called the application
  std::string to;
  std::string from;
  std::string url, method, document;
  std::string fallback_url, fallback_method;
  std::string status_callback, status_callback_method;
  bool wanted[4] = {false, false, false, true};  ///< by CallEvent
  seconds ring_for{60};
  std::string send_digits;  ///< played to whoever answers, before the document
  milliseconds time_limit{};

  CallStatus status = CallStatus::queued;
  Instant created;
  Instant updated;
  std::optional<Instant> started;  ///< left the queue
  std::optional<Instant> answered;
  std::optional<Instant> ended;
  milliseconds queued_for{0};
  int sequence = 0;  ///< of the next call event
  std::vector<Notification> notifications;
  std::vector<Exchanged> exchanged;      ///< oldest first; see webhooks/call_log.h
  std::vector<std::string> recordings;   ///< their sids
  std::optional<RecordingOrder> record;  ///< from the answer on
  std::shared_ptr<Trace> trace;          ///< how its documents were walked; null: nothing is kept
  bool forgotten = false;                ///< nothing more of it is kept there
  bool deleted = false;
  Detection detection;
  std::string detection_callback, detection_callback_method;
  std::string answered_by;  ///< the detector's verdict, once it is there
  milliseconds verdict_after{0};
  std::string parent_sid;  ///< of a call that a document dialled
  int hops = 0;            ///< calls between the account's own numbers that it came over

  std::shared_ptr<const Persona> caller;  ///< who calls; or whom a test has put behind the number
  std::shared_ptr<Line> line;             ///< from dialling to the end
  std::shared_ptr<Leg> leg;               ///< the same of a dialled one

  /// Whole seconds from answer to end, rounded up.
  std::int64_t seconds_talked() const;
};

/// A picture, or another file, that goes with a text. Its bytes are fetched when the text is sent.
struct Medium {
  std::string sid;
  std::string url;  ///< where the application has it
  std::string content_type;
  std::string bytes;
  Instant created;
  Instant updated;
  bool deleted = false;
};

struct Text {
  std::string sid;
  std::uint64_t number = 0;
  bool inbound = false;
  bool is_reply = false;    ///< asked for by an answer to a webhook
  bool by_network = false;  ///< what the network itself answers to STOP, START and HELP
  int hops = 0;             ///< texts between the account's own numbers that it answers, one by one
  std::string to;
  std::string from;
  std::string body;
  int segments = 1;
  std::string status_callback;
  std::vector<Medium> media;

  TextStatus status = TextStatus::queued;
  Instant created;
  Instant updated;
  std::optional<Instant> sent;
  int error_code = 0;
  bool deleted = false;
};

struct Number {
  std::string sid;
  std::uint64_t number = 0;
  std::string phone_number;
  std::string friendly_name;
  std::string voice_url, voice_method = "POST", voice_fallback_url, voice_fallback_method = "POST";
  std::string sms_url, sms_method = "POST", sms_fallback_url, sms_fallback_method = "POST";
  std::string status_callback, status_callback_method = "POST";
  Instant created;
  Instant updated;
  bool deleted = false;
};

/// Records of one kind, in order of creation, found by sid or by whom they went to; addresses stay. A deleted one stays
/// too, unseen; a removed one is gone.
template <typename Record>
class Shelf {
 public:
  Record& add(Record record) {
    record.number = added_++;
    all_.push_back(std::move(record));
    Record& kept = all_.back();
    by_sid_.emplace(kept.sid, std::prev(all_.end()));
    if constexpr (requires { kept.to; }) by_to_[kept.to].push_back(&kept);
    return kept;
  }
  /// Null for one that is not there or was deleted.
  Record* find(std::string_view sid) {
    Record* kept = find_even_deleted(sid);
    return kept == nullptr || kept->deleted ? nullptr : kept;
  }
  Record* find_even_deleted(std::string_view sid) {
    const auto found = by_sid_.find(std::string(sid));
    return found == by_sid_.end() ? nullptr : &*found->second;
  }
  void remove(const std::string& sid) {
    const auto found = by_sid_.find(sid);
    if (found == by_sid_.end()) return;
    if constexpr (requires { found->second->to; }) {
      const auto others = by_to_.find(found->second->to);
      std::erase(others->second, &*found->second);
      if (others->second.empty()) by_to_.erase(others);
    }
    all_.erase(found->second);
    by_sid_.erase(found);
  }
  std::list<Record>& all() { return all_; }
  /// Those to that number, oldest first, deleted ones too: a look-up by `To` costs no more with a million others.
  const std::vector<const Record*>& to(const std::string& number) const {
    static const std::vector<const Record*> none;
    const auto found = by_to_.find(number);
    return found == by_to_.end() ? none : found->second;
  }

 private:
  std::list<Record> all_;
  std::uint64_t added_ = 0;
  std::unordered_map<std::string, typename std::list<Record>::iterator> by_sid_;
  std::unordered_map<std::string, std::vector<const Record*>> by_to_;
};

/// Two letters and 32 hexadecimal digits.
std::string make_sid(std::string_view prefix, Random& random);
bool is_sid(std::string_view text, std::string_view prefix);

}  // namespace courtesy::phonenet
