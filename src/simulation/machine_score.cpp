#include "simulation/machine_score.h"

#include <algorithm>

#include "phonenet/personas/offers.h"

namespace courtesy::simulation {
namespace {

using phonenet::CallStory;

constexpr milliseconds may_be_missed{1'200};
constexpr milliseconds clean_within{2'500};
constexpr milliseconds instructs{500};
constexpr milliseconds promptly{2'000};

std::int64_t words_in(std::string_view text) { return std::count(text.begin(), text.end(), ' ') + 1; }

bool offers_keys(std::string_view text) { return !phonenet::spoken_offers(text).empty(); }

/// One whole message for machines: it has the details, and asks for nothing.
bool is_message(const CallStory::Piece& piece, const Messages& messages) {
  return piece.text.find(messages.details) != std::string::npos && !offers_keys(piece.text);
}

/// The details and the keys: what persons are told.
bool is_for_people(const CallStory::Piece& piece, const Messages& messages) {
  return piece.text.find(messages.details) != std::string::npos && offers_keys(piece.text);
}

/// From when on somebody who says hello listens.
Instant listens_from(const CallStory& story) { return story.hello_ended.value_or(story.answered); }

bool heard_its_start(const CallStory& story, const CallStory::Piece& piece) {
  return std::min(listens_from(story), piece.ended) - piece.began <= may_be_missed;
}

/// Heard to the end of the details at least: a key that cuts the choices short was pressed by somebody who knew them.
bool heard_for_people(const CallStory& story, const CallStory::Piece& piece, const Messages& messages) {
  if (!is_for_people(piece, messages) || !heard_its_start(story, piece)) return false;
  const std::size_t end = piece.text.find(messages.details) + messages.details.size();
  const double part = static_cast<double>(words_in(std::string_view(piece.text).substr(0, end))) /
                      static_cast<double>(words_in(piece.text));
  const auto needed = milliseconds{static_cast<std::int64_t>(part * static_cast<double>(piece.length.count()))};
  const bool cut_by_key = std::any_of(story.keys.begin(), story.keys.end(), [&](const auto& key) {
    return key.first >= piece.began && key.first <= piece.ended;
  });
  return piece.whole() || (cut_by_key && piece.ended - piece.began >= needed);
}

void judge_person(const CallStory& story, const Messages& messages, CallScore& call) {
  for (const auto& piece : story.pieces) {
    call.right |= heard_for_people(story, piece, messages);
    call.informed |= is_message(piece, messages) && piece.whole() && heard_its_start(story, piece);
  }
  call.informed |= call.right;
  const Instant first = story.answered + call.first_word;
  call.prompt = call.right && first - listens_from(story) < promptly;
}

/// How much of the piece's key instructions lies between these.
milliseconds instructed(const CallStory::Piece& piece, Instant from, Instant until) {
  milliseconds sum{0};
  const auto at = [&](double part) {
    return piece.began + milliseconds{static_cast<std::int64_t>(part * static_cast<double>(piece.length.count()))};
  };
  for (const Part& part : key_instructions(piece.text)) {
    const Instant begins = std::max(at(part.from), from);
    const Instant ends = std::min({at(part.to), until, piece.ended});
    if (ends > begins) sum += ends - begins;
  }
  return sum;
}

void judge_recorder(const CallStory& story, const Messages& messages, CallScore& call) {
  bool asked = false;
  for (const auto& piece : story.pieces) {
    call.asked_late |= asked && offers_keys(piece.text);
    asked = true;
  }
  if (!story.records_since) return;
  const Instant since = *story.records_since;
  bool before = false;
  for (const auto& piece : story.pieces) {
    call.keys += instructed(piece, since, story.records_until);
    const bool whole = is_message(piece, messages) && piece.whole() && piece.began >= since;
    if (whole && !call.complete) call.clean = !before && piece.began - since <= clean_within;
    call.complete |= whole;
    before |= piece.ended > since;
  }
}

/// The wait after a question is none: it is the time to press.
milliseconds longest_silence(const CallStory& story) {
  milliseconds most{0};
  Instant since = story.answered;
  bool asked = false;
  const auto until = [&](Instant at) {
    if (!asked) most = std::max(most, at - since);
  };
  for (const auto& piece : story.pieces) {
    until(piece.began);
    since = piece.ended;
    asked = offers_keys(piece.text);
  }
  until(story.ended);
  return most;
}

CalleeKind kind_of(const CallStory& story, const phonenet::Persona& persona) {
  if (story.screened) {
    if (story.became.empty()) return CalleeKind::other;
    return story.records_since ? CalleeKind::recorder : CalleeKind::person;
  }
  if (!persona.machine) return CalleeKind::person;
  const bool tape = persona.records && persona.screens.most == milliseconds{0};
  return tape ? CalleeKind::recorder : CalleeKind::other;
}

}  // namespace

std::vector<Part> key_instructions(const std::string& text) {
  std::vector<Part> parts;
  const auto whole = static_cast<double>(words_in(text));
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find_first_of(",.;:!?", begin), text.size());
    const std::string_view clause = std::string_view(text).substr(begin, end - begin);
    if (offers_keys(clause)) {
      const auto before =
          static_cast<double>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(begin), ' '));
      const std::size_t spaces =
          clause.find_first_not_of(' ') == std::string_view::npos ? 0 : clause.find_first_not_of(' ');
      const double first = before + static_cast<double>(spaces);
      parts.push_back({first / whole, (first + static_cast<double>(words_in(clause.substr(spaces)))) / whole});
    }
    begin = end + 1;
  }
  return parts;
}

CallScore score(const CallStory& story, const phonenet::Persona& persona, const Messages& messages) {
  CallScore call;
  call.kind = kind_of(story, persona);
  call.length = story.ended - story.answered;
  call.first_word = story.pieces.empty() ? call.length : story.pieces.front().began - story.answered;
  call.silence = longest_silence(story);
  if (call.kind == CalleeKind::person) judge_person(story, messages, call);
  if (call.kind == CalleeKind::recorder) judge_recorder(story, messages, call);
  return call;
}

void ScoreSheet::count(const CallScore& call) {
  ++calls;
  in_all += call.length;
  latest_first_word = std::max(latest_first_word, call.first_word);
  longest_silence = std::max(longest_silence, call.silence);
  if (call.kind == CalleeKind::person) {
    ++people;
    with_people += call.length;
    right += call.right;
    right_and_prompt += call.prompt;
    informed += call.informed;
  } else if (call.kind == CalleeKind::recorder) {
    ++recorders;
    with_recorders += call.length;
    complete += call.complete;
    clean += call.clean;
    with_keys += call.keys >= instructs;
    asked_late += call.asked_late;
  }
}

}  // namespace courtesy::simulation
