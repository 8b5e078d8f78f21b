#include "store/import_run.h"

#include <algorithm>
#include <set>
#include <span>

#include "intake/json.h"
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

/// The events that were there and could not be read; nothing, when it cannot be said which those are.
std::optional<std::set<std::string>> unread_events(const intake::Import& import) {
  if (import.damaged || import.events == 0) return std::nullopt;
  std::set<std::string> uids;
  for (const auto& report : import.reports) {
    if (report.uid.empty()) return std::nullopt;
    uids.insert(report.uid);
  }
  return uids;
}

/// What the source has, and what may be in the part of it that could not be read.
Result<Seen> seen_or_spared(Unit& unit, const ImportOrder& order, int& spared) {
  Seen seen = occurrences_of(order.import);
  const auto unread = unread_events(order.import);
  const Instant ahead = std::max(order.from, unit.now());
  for (const auto& known : TRY(unit.appointments().of_source(order.source.name, ahead, order.to))) {
    const bool spare = !unread || unread->contains(known.uid);
    if (spare && seen.emplace(known.uid, known.recurrence).second) ++spared;
  }
  return seen;
}

Result<void> cancel_the_vanished(Unit& unit, const ImportOrder& order, ImportEnding& ending) {
  if (order.unattended) {
    const auto gone = static_cast<int>(TRY(find_vanished(unit, order)).gone.size());
    if (too_many_gone(gone, ending.ahead)) {
      ending.withheld = gone;
      return {};
    }
  }
  const Seen seen = TRY(seen_or_spared(unit, order, ending.spared));
  ending.counts += TRY(cancel_vanished(unit, order.source, order.from, order.to, seen));
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
  const Seen seen = TRY(seen_or_spared(unit, order, vanished.spared));
  const Instant ahead = std::max(order.from, unit.now());
  for (auto& known : TRY(unit.appointments().of_source(order.source.name, ahead, order.to))) {
    if (!seen.contains({known.uid, known.recurrence})) vanished.gone.push_back(std::move(known));
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
