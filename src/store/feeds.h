// Calendars that are read again and again from an address.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "intake/reading.h"
#include "store/db.h"

namespace courtesy {

class Unit;

using FeedId = Id<struct FeedTag>;

struct NewFeed {
  Secret<std::string> url;  ///< whoever has it reads the calendar: in no log, no ledger, no list
  std::string attested;     ///< consent: who, when, how; empty: nobody is contacted
  std::vector<intake::FieldPattern> patterns;
  minutes every{15};
};

struct Feed {
  FeedId id{};
  NewFeed what;
  Instant next_at{};
  std::string etag;                ///< of what was read last; empty: none, or not to be asked with
  std::optional<Instant> read_at;  ///< when it was last read whole
  int failures = 0;                ///< in a row
  std::string failure;             ///< why, in plain words; empty when it went well
  std::string last_result;         ///< what was in it when it was last read; empty: it never was since it was added
};

/// The feed whose visits and imports are kept under that name, `feed 3 (calendar.example)`; nothing: it is a file's, or
/// `staff`.
std::optional<FeedId> feed_of(std::string_view source);

/// How one look at a feed ended.
struct FeedEnding {
  enum class Kind { read, unchanged, failed };
  Kind kind;
  std::string words;  ///< read: what was in it; failed: why, without the address
  std::string etag;   ///< read: what to ask with next time
};

/// How many intervals pass before the next look, after so many failures in a row: 1, 2, 4, 8, and 16 at most.
int feed_back_off(int failures);

class Feeds {
 public:
  explicit Feeds(Unit& unit) : unit_(unit) {}
  /// It is due at once. An address that was removed comes back under its old id, so that what it brought before is
  /// known again. Errors: `conflict` for an address that is there.
  Result<FeedId> add(const NewFeed& feed);
  /// By id; without the removed ones.
  Result<std::vector<Feed>> list();
  /// Errors: `not_found`, also for a removed one.
  Result<Feed> get(FeedId feed);
  /// False of one that was removed, or never was.
  Result<bool> is_read(FeedId feed);
  /// It is read no more, and its address is forgotten. What it brought stays, and is no calendar's any more: staff may
  /// change it, and a feed that has the same event takes it over. What another feed has already is left to that one,
  /// with what was said of it. Errors: `not_found`.
  Result<void> remove(FeedId feed);
  /// Says when it is due again. Nothing happens to one that was removed meanwhile.
  Result<void> note_result(FeedId feed, const FeedEnding& ending);

  struct Due {
    AccountId account;
    FeedId feed;
    friend auto operator<=>(const Due&, const Due&) = default;
  };
  /// Account 0 only: those of all accounts whose time has come, longest due first.
  Result<std::vector<Due>> due(int limit);

 private:
  Unit& unit_;
};

}  // namespace courtesy
