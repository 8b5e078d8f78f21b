// sms-replies: how a reply to a text is read.
#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "app/vector_case.h"
#include "outcome/reply.h"

namespace courtesy::vectors {

namespace json = boost::json;

namespace {

/// `yn-es` is a yes or no question, `123` offers digits, `cxr` letters.
Result<ReplyChoices> choices_of(std::string_view prompt) {
  if (prompt.starts_with("cxr")) return ReplyChoices::letters;
  if (prompt.starts_with("yn")) return ReplyChoices::yes_no;
  if (prompt.starts_with("123")) return ReplyChoices::digits;
  return invalid("field 'prompt': cxr, yn or 123, or one of them with a language behind it");
}

Result<ReplyContext> prompt_of(const json::object& one) {
  ReplyContext prompt{.choices = TRY(choices_of(TRY(text_field(one, "prompt"))))};
  if (one.contains("prompt_text")) prompt.text = TRY(text_field(one, "prompt_text"));
  if (!one.contains("state")) return prompt;
  const std::string state = TRY(text_field(one, "state"));
  if (state != "normal" && state != "opted_out") return invalid("field 'state': normal or opted_out");
  prompt.opted_out = state == "opted_out";
  return prompt;
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) (text += text.empty() ? "" : " or ") += word;
  return text;
}

}  // namespace

/// A reading that does no harm passes; one that the case lists under `never` is named as harmful. What must be recorded
/// beside the intent is compared when the intent is the case's own.
Result<Outcome> check_reply(const json::object& one) {
  constexpr std::array<std::string_view, 12> known{"id",     "lang",  "prompt", "prompt_text", "text",        "intent",
                                                   "accept", "never", "also",   "state",       "appointment", "why"};
  if (const auto fields = only_fields(one, known); !fields.ok()) return fields.error();
  const ReplyReading reading = read_reply(TRY(text_field(one, "text")), TRY(prompt_of(one)));
  const std::string got(to_string(reading.intent));
  const std::string intent = TRY(text_field(one, "intent"));
  const std::vector<std::string> accepted = TRY(texts_field(one, "accept"));
  const std::vector<std::string> never = TRY(texts_field(one, "never"));
  Outcome outcome{.checked = 1};
  if (std::ranges::find(never, got) != never.end()) {
    outcome.differences.push_back({"intent", listed(accepted), got + ", which harms"});
  } else if (got != intent && std::ranges::find(accepted, got) == accepted.end()) {
    outcome.differences.push_back({"intent", listed(accepted), got});
  }
  if (got != intent) return outcome;
  std::vector<std::string> also;
  for (const ReplyAlso each : reading.also) also.emplace_back(to_string(each));
  const std::vector<std::string> expected =
      one.contains("also") ? TRY(texts_field(one, "also")) : std::vector<std::string>{};
  outcome.expect("also", listed(expected), listed(also));
  return outcome;
}

}  // namespace courtesy::vectors
