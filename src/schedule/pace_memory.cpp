#include "schedule/pace_memory.h"

#include <algorithm>
#include <cmath>

#include "base/whole_number.h"

namespace courtesy {
namespace {

using Span = std::chrono::duration<double>;

constexpr std::int64_t cohort_minutes = 2;
/// All but one in 400 of the callbacks have come by then.
constexpr std::int64_t awaited_minutes = 120 * cohort_minutes;
constexpr std::int64_t most_settled = 4000;
constexpr std::int64_t most_handled = 1000;
/// How many cohorts a stored memory may have; a clock that went astray leaves a few more than fit into the time.
constexpr std::size_t most_cohorts = 256;

std::int64_t cohort_of(Instant at) {
  const std::int64_t minute = std::chrono::floor<minutes>(at).time_since_epoch().count();
  return minute - ((minute % cohort_minutes) + cohort_minutes) % cohort_minutes;
}

Span age_of(std::int64_t begins, Instant now) {
  const Instant middle{minutes{begins} + minutes{cohort_minutes} / 2};
  return std::max(Span{0}, Span{now - middle});
}

std::string_view next_word(std::string_view& text) {
  const std::size_t end = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

}  // namespace

void PaceMemory::contact(Instant at) {
  const std::int64_t begins = cohort_of(at);
  // A clock that was set back: what is known stays in order.
  if (!open_.empty() && open_.back().begins >= begins) {
    ++open_.back().contacts;
  } else if (open_.size() < most_cohorts) {
    open_.push_back({begins, 1});
  } else {
    ++open_.back().contacts;
  }
}

void PaceMemory::take_back(Instant at) {
  const std::int64_t begins = cohort_of(at);
  for (auto& cohort : open_) {
    if (cohort.begins == begins && cohort.contacts > 0) {
      --cohort.contacts;
      return;
    }
  }
}

void PaceMemory::handled(Span took) {
  ++handled_;
  handling_ms_ += std::chrono::round<milliseconds>(took).count();
  if (handled_ <= most_handled) return;
  handled_ /= 2;
  handling_ms_ /= 2;
}

void PaceMemory::settle(Instant now) {
  const std::int64_t oldest = cohort_of(now) - awaited_minutes;
  std::size_t old = 0;
  while (old < open_.size() && open_[old].begins < oldest) settled_ += open_[old++].contacts;
  open_.erase(open_.begin(), open_.begin() + static_cast<std::ptrdiff_t>(old));
  if (settled_ > most_settled) forget();
}

void PaceMemory::forget() {
  // The half that goes takes the callbacks with it that such contacts brought, so that the share stays what it was.
  double all = static_cast<double>(settled_);
  for (const auto& cohort : open_) all += static_cast<double>(cohort.contacts);
  const std::int64_t gone = settled_ / 2;
  const double share = static_cast<double>(gone) / all;
  settled_ -= gone;
  callbacks_ -= std::llround(share * static_cast<double>(callbacks_));
}

CallbackRecord PaceMemory::record(Instant now) const {
  CallbackRecord record{.settled = static_cast<double>(settled_),
                        .open = {},
                        .callbacks = static_cast<double>(callbacks_),
                        .handled = static_cast<double>(handled_),
                        .handling = milliseconds{handling_ms_}};
  record.open.reserve(open_.size());
  for (const auto& [begins, contacts] : open_) {
    record.open.push_back({age_of(begins, now), static_cast<double>(contacts)});
  }
  return record;
}

std::string PaceMemory::text() const {
  std::string text;
  for (const std::int64_t number : {settled_, callbacks_, handled_}) text.append(std::to_string(number)).append(" ");
  text.append(std::to_string(handling_ms_));
  for (const auto& [begins, contacts] : open_) {
    text.append(" ").append(std::to_string(begins)).append(":").append(std::to_string(contacts));
  }
  return text;
}

Result<PaceMemory> PaceMemory::parse(std::string_view text) {
  const Error unreadable = invalid("pacing: the stored record of callbacks cannot be read");
  PaceMemory memory;
  for (std::int64_t* number : {&memory.settled_, &memory.callbacks_, &memory.handled_, &memory.handling_ms_}) {
    const auto value = whole_number<std::int64_t>(next_word(text));
    if (!value) return unreadable;
    *number = *value;
  }
  while (!text.empty()) {
    const std::string_view word = next_word(text);
    const std::size_t colon = std::min(word.find(':'), word.size());
    const auto begins = whole_number<std::int64_t>(word.substr(0, colon));
    const auto contacts = whole_number<std::int64_t>(word.substr(std::min(colon + 1, word.size())));
    if (!begins || !contacts || memory.open_.size() >= most_cohorts) return unreadable;
    if (!memory.open_.empty() && memory.open_.back().begins >= *begins) return unreadable;
    memory.open_.push_back({*begins, *contacts});
  }
  return memory;
}

}  // namespace courtesy
