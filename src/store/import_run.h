// One import over a store, from its first unit to its last: what the command line and the API have in common.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "intake/import.h"
#include "store/booking.h"
#include "store/store.h"

namespace courtesy {

/// What became of it. `counts` is what was written, or what would be by a dry run.
struct ImportEnding {
  ImportCounts counts;
  /// The account's first import of this source: nothing that is already due was planned.
  bool first = false;
  /// Booked appointments of the source that are not in it any more and stay booked all the same, since a part of the
  /// source could not be read and they may be in that part (see ImportRun).
  int spared = 0;
  int withheld = 0;  ///< that an unattended source has no more, and that were not cancelled since they are too many
  int ahead = 0;     ///< booked appointments of the source that lay ahead before
  ImportId id{};     ///< of the record; 0 for a dry run, for what was not worth one, or when `result` is an error
  /// An error: the units before it are written. Importing the same source again goes on where it stopped, for nothing
  /// is taken in twice.
  Result<void> result;
};

struct ImportOrder {
  ImportSource source;  ///< `past` is found out by the run: left_out for an account's first import of the source
  intake::Import import;
  /// The window that `import` was read for: only in it can something have vanished.
  Instant from;
  Instant to;
  bool dry_run = true;
  /// Nobody looks at it before it is taken in: when unusually many are gone at once (see `too_many_gone`), nothing is
  /// cancelled.
  bool unattended = false;
  /// What is kept on record: JSON, made of the final counts in the last unit. It may be called more than once and on
  /// the store's thread. Empty: `import` as intake/json.h tells it.
  std::function<std::string(const ImportEnding&)> to_record;
  /// Whether it is put on record at all, asked of the final counts; the first import of a source always is. Empty: yes.
  /// For what is taken in again every few minutes.
  std::function<bool(const ImportEnding&)> worth_recording = {};
};

/// More than ten and more than a fifth of those ahead, or all of several: rather a calendar that was not given out
/// whole than so many cancellations at once.
bool too_many_gone(int gone, int ahead);

/// The booked appointments ahead that are in the source no more (see ImportRun). What has begun is history: a feed that
/// shows only the future does not cancel it.
struct Vanished {
  std::vector<Appointment> cancelled;  ///< by the source's own words
  std::vector<Appointment> gone;       ///< without a word
  int spared = 0;
};
Result<Vanished> find_vanished(Unit& unit, const ImportOrder& order);

/// Takes an import in, in units of at most `import_batch` rows, one after another, so that nobody waits behind them:
///
/// 1. whether the account knows the source already (a reading unit);
/// 2. the bookings, in the order of the source;
/// 3. for a known source, the appointments that it says are cancelled or has no more are cancelled; and the import is
///    put on record.
///
/// A dry run does the same units and rolls each of them back once it has been counted.
///
/// What the source itself says is cancelled, or leaves out of a series, is cancelled whatever else of it can be read.
///
/// Without a word of it, an appointment is never cancelled because its part of the source could not be read. Those of a
/// reported event keep their booking; a damaged source, a report that names no event (a row without an id), a feed
/// without any event at all and a file without one in the window keep everything. `spared` says how many.
///
/// It writes reminders and never sends: whoever dispatches finds out by itself, or is told by the caller's `done`.
class ImportRun {
 public:
  /// `store` must live until `done`, which is called once, on the store's loop.
  static void start(Store& store, AccountId account, ImportOrder order, UniqueFunction<void(ImportEnding)> done);

 private:
  struct State;
  using Shared = std::shared_ptr<State>;
  using Next = void (*)(Shared);
  static void take_batch(Shared state);
  static void finish(Shared state);
  /// One unit, rolled back in a dry run; then `next`, or the end.
  static void run_unit(Shared state, std::function<Result<ImportEnding>(Unit&)> work, Next next);
  static void end(const Shared& state, Result<void> result);
};

}  // namespace courtesy
