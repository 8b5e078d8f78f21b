#include "api/retold.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <optional>
#include <vector>

#include "base/json_text.h"
#include "interlock/trip.h"

namespace courtesy::api {
namespace {

using Values = std::vector<std::string_view>;

constexpr std::string_view hole = "{}";

/// What stands where the shape has holes; none where the sentence is of another shape. Each hole ends where the words
/// behind it begin for the first time, the last one where they end the sentence.
std::optional<Values> values_in(std::string_view sentence, std::string_view shape) {
  Values values;
  std::size_t next = shape.find(hole);
  if (!sentence.starts_with(shape.substr(0, next))) return std::nullopt;
  if (next == std::string_view::npos) return sentence == shape ? std::optional(values) : std::nullopt;
  sentence.remove_prefix(next);
  while (next != std::string_view::npos) {
    shape.remove_prefix(next + hole.size());
    next = shape.find(hole);
    const std::string_view words = shape.substr(0, next);
    const bool last = next == std::string_view::npos;
    if (last && !sentence.ends_with(words)) return std::nullopt;
    const std::size_t end = last ? sentence.size() - words.size() : sentence.find(words);
    if (end == std::string_view::npos) return std::nullopt;
    values.push_back(sentence.substr(0, end));
    sentence.remove_prefix(end + words.size());
  }
  return values;
}

std::string filled(std::string_view shape, const Values& values, Language language) {
  std::string all;
  std::size_t next = 0;
  for (std::size_t at = 0; at < shape.size(); ++at) {
    const std::string_view rest = shape.substr(at);
    const bool numbered = rest.size() > 2 && rest[0] == '{' && rest[1] >= '0' && rest[1] <= '9' && rest[2] == '}';
    if (!numbered && !rest.starts_with(hole)) {
      all += rest[0];
      continue;
    }
    const std::size_t which = numbered ? static_cast<std::size_t>(rest[1] - '0') : next++;
    if (which < values.size()) all += retold(values[which], language);
    at += numbered ? 2 : 1;
  }
  return all;
}

std::optional<std::string> among(std::span<const InEach> known, std::string_view english, Language language) {
  for (const InEach& one : known) {
    if (const auto values = values_in(english, one.en)) return filled(one.in(language), *values, language);
  }
  return std::nullopt;
}

/// What stands behind a rule's sentence in in_words(): what it was about, what was seen, what would have been allowed.
constexpr InEach trip_figures{"{}: {}, where {} is the limit.", "{}: {}, y el límite es {}."};

/// What tripped, as the stop keeps it for its reason.
std::optional<std::string> trip_among_rules(std::string_view english, Language language) {
  for (int i = 0; i <= static_cast<int>(TripRule::wrong_codes); ++i) {
    const auto rule = static_cast<TripRule>(i);
    const auto figures = fmt::format("{}{}", explain(rule), trip_figures.en);
    if (const auto values = values_in(english, figures))
      return filled(fmt::format("{}{}", explain(rule, language), trip_figures.in(language)), *values, language);
  }
  return std::nullopt;
}

}  // namespace

std::string retold(std::string_view english, Language language) {
  if (language == Language::en) return std::string(english);
  if (auto said = among(retold_refusals(), english, language)) return *said;
  if (auto said = among(retold_findings(), english, language)) return *said;
  if (auto said = among(retold_titles(), english, language)) return *said;
  if (auto said = trip_among_rules(english, language)) return *said;
  return std::string(english);
}

void retell(http::Response& answer, Language language) {
  if (language == Language::en || answer.header("Content-Type") != "application/problem+json") return;
  boost::json::object problem = boost::json::parse(answer.body).as_object();
  for (const std::string_view member : {"title", "detail"}) {
    auto* text = problem.if_contains(member);
    if (text != nullptr && text->is_string()) *text = retold(text->as_string(), language);
  }
  answer.body = json_text(problem);
}

void retell(boost::json::array& list, std::initializer_list<std::string_view> members, Language language) {
  if (language == Language::en) return;
  for (auto& one : list) {
    for (const std::string_view member : members) {
      auto* text = one.as_object().if_contains(member);
      if (text != nullptr && text->is_string()) *text = retold(text->as_string(), language);
    }
  }
}

}  // namespace courtesy::api
