#include "gateway/twilio/status.h"

namespace courtesy::twilio {
namespace {

struct Word {
  std::string_view word;
  Progress progress;
};

constexpr Word call_words[] = {
    {"queued", {AttemptState::accepted}},
    {"initiated", {AttemptState::accepted}},
    {"ringing", {AttemptState::ringing}},
    {"in-progress", {AttemptState::in_progress}},
    {"completed", {AttemptState::ended, AttemptOutcome::none}},
    {"busy", {AttemptState::ended, AttemptOutcome::busy}},
    {"no-answer", {AttemptState::ended, AttemptOutcome::no_answer}},
    {"failed", {AttemptState::ended, AttemptOutcome::failed}},
    {"canceled", {AttemptState::ended, AttemptOutcome::cancelled}},
};

constexpr Word text_words[] = {
    {"accepted", {AttemptState::accepted}},
    {"scheduled", {AttemptState::accepted}},
    {"queued", {AttemptState::accepted}},
    {"sending", {AttemptState::accepted}},
    {"sent", {AttemptState::ended, AttemptOutcome::sent}},
    // Some of its recipients: ours may be among them.
    {"partially_delivered", {AttemptState::ended, AttemptOutcome::sent}},
    {"delivered", {AttemptState::ended, AttemptOutcome::delivered}},
    {"read", {AttemptState::ended, AttemptOutcome::delivered}},
    {"undelivered", {AttemptState::ended, AttemptOutcome::failed}},
    {"failed", {AttemptState::ended, AttemptOutcome::failed}},
    {"canceled", {AttemptState::ended, AttemptOutcome::cancelled}},
};

template <std::size_t size>
std::optional<Progress> find(const Word (&words)[size], std::string_view word) {
  for (const Word& known : words) {
    if (known.word == word) return known.progress;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Progress> call_progress(std::string_view word) { return find(call_words, word); }
std::optional<Progress> text_progress(std::string_view word) { return find(text_words, word); }

}  // namespace courtesy::twilio
