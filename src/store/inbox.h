// What people wrote and said to the business, by the number from which it came.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/attempts.h"
#include "store/recordings.h"

namespace courtesy {

class Unit;

struct TextIn {
  std::int64_t id = 0;
  std::string provider_id;
  std::string sender;  ///< a number, or a short code; anybody can make the network say it
  Instant at{};
  std::string body;
  std::string read_as;  ///< what it was taken for: a ReplyIntent's word, or `which_visit`
  AttemptId attempt{};  ///< what it was taken as an answer to; 0: nothing
  AppointmentId appointment{};
  std::optional<Instant> read_at{};  ///< by a person; or when it came, of one that asks nothing of anybody
  /// What the sender was asked to tell apart: told by number in this order. Written, and read by asked_last() alone.
  std::vector<AttemptId> asked{};
};

/// All from one number: texts, and messages left on the machine.
struct Conversation {
  std::string sender;
  Instant newest{};  ///< when the last of them came
  int unread = 0;
};

/// Where a page of conversations ended.
struct InboxPlace {
  Instant newest{};
  std::string sender;
};

struct Exchange {
  std::vector<TextIn> texts;        ///< newest first, as all three
  std::vector<Attempt> sent;        ///< to that number, by text or call
  std::vector<Recording> messages;  ///< that were not thrown away
};

class Inbox {
 public:
  explicit Inbox(Unit& unit) : unit_(unit) {}
  /// Its id and time are the store's.
  Result<void> add(const TextIn& text);
  /// The newest first; `after`: those behind that place.
  Result<std::vector<Conversation>> list(const std::optional<InboxPlace>& after, int limit);
  /// At most `limit` of each sort. Errors: `not_found` where nothing ever came from there.
  Result<Exchange> with(const std::string& sender, int limit);
  Result<int> unread_texts();
  /// Which visits the last question to that number named, in its order; none: it was never asked.
  Result<std::vector<AttemptId>> asked_last(const std::string& sender);
  /// All from there is read; or the newest text, or message without one, is new again. With a line in the ledger.
  /// Errors: `not_found`.
  Result<void> mark(const std::string& sender, bool read, const std::string& who);
  /// Retention: deletes up to `limit` texts that came before then. How many.
  Result<int> forget(Instant before, int limit);

 private:
  Result<std::vector<TextIn>> texts_of(const std::string& sender, int limit);
  Result<std::vector<Attempt>> sent_to(const std::string& recipient, int limit);
  Result<std::vector<Recording>> messages_of(const std::string& sender, int limit);
  Unit& unit_;
};

}  // namespace courtesy
