#include "outcome/which_visit.h"

#include <fmt/format.h>

namespace courtesy {
namespace {

bool is_one_of(char c, std::string_view all) { return all.find(c) != std::string_view::npos; }

std::string_view trimmed(std::string_view text, std::string_view what) {
  while (!text.empty() && is_one_of(text.front(), what)) text.remove_prefix(1);
  while (!text.empty() && is_one_of(text.back(), what)) text.remove_suffix(1);
  return text;
}

}  // namespace

std::optional<NumberedReply> parse_numbered(std::string_view text) {
  text = trimmed(text, " \t\r\n.!\"'()");
  if (text.size() < 2 || !is_one_of(text.front(), "cCxXrR")) return std::nullopt;
  const std::string_view number = trimmed(text.substr(1), " -:#.");
  if (number.size() != 1 || number[0] < '1' || number[0] > '9') return std::nullopt;
  return NumberedReply{std::string(1, text.front()), number[0] - '0'};
}

std::string ask_which(std::string_view business, std::span<const std::string> whens, std::string_view language) {
  const bool spanish = language.substr(0, language.find_first_of("-_")) == "es";
  std::string visits;
  for (std::size_t i = 0; i < whens.size(); ++i) visits += fmt::format("{}{}: {}", i == 0 ? "" : "; ", i + 1, whens[i]);
  const std::size_t last = whens.size();
  if (spanish) {
    return fmt::format(
        "{}: usted tiene {} citas. {}. Responda C1 a C{} para confirmar, X1 a X{} para cancelar, R para que le "
        "llamemos.",
        business, last, visits, last, last);
  }
  return fmt::format(
      "{}: you have {} visits. {}. Reply C1 to C{} to confirm, X1 to X{} to cancel, R to be called back.", business,
      last, visits, last, last);
}

}  // namespace courtesy
