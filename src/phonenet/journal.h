// What really happened on the network: every ring, answer, word heard, key, text and email. It is the network's
// own witness, kept apart from whatever the application believes.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/unique_function.h"

namespace courtesy::phonenet {

enum class EntryKind {
  call_accepted,   ///< POST Calls was answered 201
  ring,            ///< the phone rings
  answer,          ///< somebody or something picked up
  heard,           ///< `text` was said or played, as far as it was listened to
  key,             ///< `text` was pressed
  beep,            ///< a machine begins to record
  message_left,    ///< `text` is on the machine
  said,            ///< the person said `text`
  recorded,        ///< the application recorded the caller: `text` are the words in it, `detail` its sid
  joined,          ///< a queue or a conference (`detail`), called `text`; or a caller of that queue
  left,            ///< the same
  hang_up,         ///< by `detail`: person, machine, application, rest, network
  ended,           ///< `detail` is the call's last status
  text_accepted,   ///< POST Messages was answered 201, or an answer to a webhook asked for one
  text_delivered,  ///< `text` is on the phone
  text_failed,     ///< `detail` is the error code
  text_reply,      ///< a person wrote `text`
  opted_out,       ///< `to` wants no texts from `from` any more
  opted_in,
  email_delivered,
  email_refused,
  webhook,   ///< a request to the application failed: `detail` says which and how
  notice,    ///< `detail` is a code of the error dictionary, `text` what is wrong
  refused,   ///< the REST API answered an error: `detail` is its code
  request,   ///< with a delay: `detail` (a method) of `text` (a path) has arrived, and nothing is done yet
  response,  ///< with a delay: its answer, status `detail`, leaves
  fault,     ///< chance did `detail` to a callback or an answer
};
std::string_view to_string(EntryKind kind);

struct Entry {
  std::uint64_t number = 0;  ///< from 1, without gaps
  Instant at;
  EntryKind kind;
  std::string sid;
  std::string to;
  std::string from;
  std::string text;
  std::string detail;
};

/// One line of JSON, no line end: {"n":1,"at":"…","what":"ring","sid":"CA…","to":"+1…","from":"+1…"}; `text` and
/// `detail` only where there is one.
std::string to_json(const Entry& entry);

/// Keeps the last `keep` entries; a sink sees all of them.
class Journal {
 public:
  using Sink = UniqueFunction<void(const Entry&)>;

  Journal(const Clock& clock, std::size_t keep) : clock_(clock), keep_(keep) {}

  /// Sets number and time.
  void write(Entry entry);
  /// Called for each entry from now on, as it is written.
  void set_sink(Sink sink) { sink_ = std::move(sink); }
  /// Called after each entry from now on.
  void on_write(Task written) { on_write_ = std::move(written); }

  const std::deque<Entry>& entries() const { return entries_; }
  /// How many of that kind, dropped ones too.
  std::uint64_t count(EntryKind kind) const { return counts_[static_cast<std::size_t>(kind)]; }
  std::uint64_t written() const { return written_; }
  /// All kept entries as lines of JSON.
  std::string to_lines() const;

 private:
  const Clock& clock_;
  std::size_t keep_;
  Sink sink_;
  Task on_write_;
  std::deque<Entry> entries_;
  std::uint64_t written_ = 0;
  std::uint64_t counts_[static_cast<std::size_t>(EntryKind::fault) + 1] = {};
};

}  // namespace courtesy::phonenet
