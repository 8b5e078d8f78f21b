#include <fmt/format.h>

#include <vector>

#include "base/whole_number.h"
#include "flow/flow.h"
#include "flow/names.h"

namespace courtesy::flow {
namespace {

constexpr int most_counted = 99;
constexpr std::size_t most_callers = 4;

std::optional<int> small_number(std::string_view text) {
  const auto value = whole_number<int>(text);
  return value && *value <= most_counted ? value : std::nullopt;
}

std::vector<std::string_view> divided(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto found = text.find(at);
    parts.push_back(text.substr(0, found));
    if (found == std::string_view::npos) return parts;
    text.remove_prefix(found + 1);
  }
}

std::string frame_text(const Frame& frame) {
  const std::string text = fmt::format("{}:{}:{}", frame.state, frame.tries, frame.repeats);
  return frame.rounds == 0 ? text : fmt::format("{}:{}", text, frame.rounds);
}

std::optional<Frame> parse_frame(std::string_view text) {
  const auto parts = divided(text, ':');
  if (parts.size() < 3 || parts.size() > 4 || parts[0].empty()) return std::nullopt;
  const auto tries = small_number(parts[1]);
  const auto repeats = small_number(parts[2]);
  const auto rounds = parts.size() == 4 ? small_number(parts[3]) : 0;
  if (!tries || !repeats || !rounds) return std::nullopt;
  return Frame{std::string(parts[0]), *tries, *repeats, *rounds};
}

}  // namespace

std::string Position::to_text() const {
  std::string text = frame_text({state, tries, repeats, rounds});
  for (const Frame& caller : callers) text += "/" + frame_text(caller);
  return text;
}

Result<Position> Position::parse(std::string_view text) {
  const Error error = invalid("not a position in a flow: write it as menu:1:0 (state, tries, repeats)");
  Position position;
  bool first = true;
  for (const std::string_view part : divided(text, '/')) {
    auto frame = parse_frame(part);
    if (!frame || position.callers.size() == most_callers) return error;
    if (first) {
      position = {std::move(frame->state), frame->tries, frame->repeats, frame->rounds, {}};
    } else {
      position.callers.push_back(std::move(*frame));
    }
    first = false;
  }
  return position;
}

const std::string& own_state(const Position& position) {
  return position.callers.empty() ? position.state : position.callers.back().state;
}

std::string Standing::to_text() const {
  std::string text = position.to_text();
  char before = '?';
  for (const auto& [name, keys] : fields) {
    text += fmt::format("{}{}={}", before, name, keys);
    before = '&';
  }
  return text;
}

Result<Standing> Standing::parse(std::string_view text) {
  const auto question = text.find('?');
  Standing standing{.position = TRY(Position::parse(text.substr(0, question)))};
  if (question == std::string_view::npos) return standing;
  for (const std::string_view part : divided(text.substr(question + 1), '&')) {
    const auto equals = part.find('=');
    if (equals == std::string_view::npos || !is_name(part.substr(0, equals)) ||
        part.substr(equals + 1).find_first_not_of("0123456789*") != std::string_view::npos) {
      return invalid("not a position with fields: write it as menu:1:0?hours=40&code=1234");
    }
    standing.fields.emplace(part.substr(0, equals), part.substr(equals + 1));
  }
  return standing;
}

}  // namespace courtesy::flow
