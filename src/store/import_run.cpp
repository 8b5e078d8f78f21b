#include "store/import_run.h"

#include <algorithm>
#include <set>
#include <span>

#include "intake/json.h"
#include "store/feeds.h"
#include "store/unit.h"

namespace courtesy {
namespace {

using Seen = std::set<std::pair<std::string, std::string>>;

Error cut_off() {
  return {ErrorCode::unavailable,
          "the import was cut off, and a part of it may be written: import the same source again (nothing is taken in "
          "twice)"};
}

Seen occurrences_of(const intake::Import& import) {
  Seen seen;
  for (const auto& booked : import.appointments) seen.emplace(booked.uid, booked.recurrence);
  return seen;
}

/// What the source says does not take place: occurrences, and whole events under an occurrence without a name.
Seen cancelled_by(const intake::Import& import) {
  Seen cancelled;
  for (const auto& one : import.excluded) cancelled.emplace(one.uid, one.recurrence);
  return cancelled;
}

/// Rather an export that failed, or one of other months, than a calendar in which nobody is booked any more. A feed
/// that still has its past events has been given out.
bool says_nothing(const ImportOrder& order) {
  return feed_of(order.source.name) ? order.import.components == 0 : order.import.events == 0;
}

/// The events that were there and could not be read; nothing, when it cannot be said which those are.
std::optional<std::set<std::string>> unread_events(const ImportOrder& order) {
  if (order.import.damaged || says_nothing(order)) return std::nullopt;
  std::set<std::string> uids;
  for (const auto& report : order.import.reports) {
    if (report.uid.empty()) return std::nullopt;
    uids.insert(report.uid);
  }
  return uids;
}

Result<void> cancel_the_vanished(Unit& unit, const ImportOrder& order, ImportEnding& ending) {
  const Vanished vanished = TRY(find_vanished(unit, order));
  ending.counts += TRY(cancel_bookings(unit, vanished.cancelled));
  const auto gone = static_cast<int>(vanished.gone.size());
  if (order.unattended && too_many_gone(gone, ending.ahead)) {
    ending.withheld = gone;
    return {};
  }
  ending.spared = vanished.spared;
  ending.counts += TRY(cancel_bookings(unit, vanished.gone));
  return {};
}

}  // namespace

bool too_many_gone(int gone, int ahead) {
  constexpr int always_believed = 10;
  constexpr int percent_believed = 20;
  return (gone > 1 && gone >= ahead) || gone > std::max(always_believed, ahead * percent_believed / 100);
}

Result<Vanished> find_vanished(Unit& unit, const ImportOrder& order) {
  Vanished vanished;
  const Seen seen = occurrences_of(order.import);
  const Seen cancelled = cancelled_by(order.import);
  const auto unread = unread_events(order);
  const Instant ahead = std::max(order.from, unit.now());
  for (auto& known : TRY(unit.appointments().of_source(order.source.name, ahead, order.to))) {
    if (!may_touch(order.source, known) || seen.contains({known.uid, known.recurrence})) continue;
    if (cancelled.contains({known.uid, known.recurrence}) || cancelled.contains({known.uid, ""}))
      vanished.cancelled.push_back(std::move(known));
    else if (!unread || unread->contains(known.uid))
      ++vanished.spared;
    else
      vanished.gone.push_back(std::move(known));
  }
  return vanished;
}

struct ImportRun::State {
  Store& store;
  AccountId account;
  ImportOrder order;
  UniqueFunction<void(ImportEnding)> done;
  ImportEnding ending{};
  std::size_t taken = 0;
};

void ImportRun::start(Store& store, AccountId account, ImportOrder order, UniqueFunction<void(ImportEnding)> done) {
  const auto state = std::make_shared<State>(State{store, account, std::move(order), std::move(done)});
  store.read(
      account,
      [state](Unit& unit) -> Result<void> {
        const auto& what = state->order;
        state->ending.first = !TRY(known_source(unit, what.source.name));
        const auto ahead =
            TRY(unit.appointments().of_source(what.source.name, std::max(what.from, unit.now()), what.to));
        state->ending.ahead = static_cast<int>(ahead.size());
        return {};
      },
      [state](Result<void> result) {
        if (!result) return end(state, std::move(result));
        state->order.source.past = state->ending.first ? Past::left_out : Past::may_be_late;
        take_batch(state);
      });
}

void ImportRun::take_batch(Shared state) {
  const auto& bookings = state->order.import.appointments;
  const std::size_t count = std::min(import_batch, bookings.size() - state->taken);
  if (count == 0) return finish(state);
  const std::size_t from = state->taken;
  state->taken += count;
  run_unit(
      state,
      [state, from, count](Unit& unit) -> Result<ImportEnding> {
        ImportEnding so_far = state->ending;
        const std::span batch(state->order.import.appointments.data() + from, count);
        so_far.counts += TRY(take_bookings(unit, state->order.source, batch));
        return so_far;
      },
      take_batch);
}

void ImportRun::finish(Shared state) {
  run_unit(
      state,
      [state](Unit& unit) -> Result<ImportEnding> {
        ImportEnding whole = state->ending;
        if (!whole.first) TRY(cancel_the_vanished(unit, state->order, whole));
        if (state->order.dry_run) return whole;
        const auto& order = state->order;
        if (!whole.first && order.worth_recording && !order.worth_recording(whole)) return whole;
        const std::string record = order.to_record ? order.to_record(whole) : intake::to_json(order.import);
        whole.id = TRY(record_import(unit, order.source, record));
        return whole;
      },
      [](Shared ended) { end(ended, {}); });
}

void ImportRun::run_unit(Shared state, std::function<Result<ImportEnding>(Unit&)> work, Next next) {
  // The unit may run again from its start, so what it found out is taken over only once it has ended.
  const auto found = std::make_shared<std::optional<ImportEnding>>();
  state->store.write(
      state->account,
      [state, found, work = std::move(work)](Unit& unit) -> Result<void> {
        found->reset();
        *found = TRY(work(unit));
        if (state->order.dry_run)
          return Error{ErrorCode::conflict, "a dry run is rolled back once it has been counted"};
        return {};
      },
      [state, found, next](WriteEnding ending) {
        if (!*found) return end(state, ending.work ? Result<void>(cut_off()) : std::move(ending.work));
        if (!state->order.dry_run && ending.commit != CommitEnding::committed) {
          return end(state, ending.work ? Result<void>(cut_off()) : std::move(ending.work));
        }
        state->ending = std::move(**found);
        next(state);
      });
}

void ImportRun::end(const Shared& state, Result<void> result) {
  state->ending.result = std::move(result);
  state->done(std::move(state->ending));
}

}  // namespace courtesy
