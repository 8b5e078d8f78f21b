#include "api/texts.h"

#include <boost/json.hpp>

#include "api/answer.h"
#include "flow/sample_facts.h"
#include "flow/text_template.h"
#include "gateway/segments.h"

namespace courtesy::api {
namespace {

constexpr std::size_t most_bytes = 1'600;  // of a text, Twilio docs, "Message Body"

boost::json::array findings_json(const std::vector<flow::Finding>& findings) {
  boost::json::array list;
  for (const flow::Finding& finding : findings) {
    list.push_back(boost::json::object{
        {"line", finding.place.line}, {"column", finding.place.column}, {"message", finding.message}});
  }
  return list;
}

boost::json::array dear_json(std::string_view text) {
  boost::json::array list;
  for (const DearCharacter& one : dear_characters(text)) {
    boost::json::value plain = nullptr;
    if (one.plain) plain = boost::json::string(*one.plain);
    list.push_back(boost::json::object{{"character", one.character}, {"count", one.count}, {"plain", plain}});
  }
  return list;
}

}  // namespace

Result<boost::json::object> measure_text(const boost::json::object& body) {
  const std::string text = TRY(text_of(body, "text", most_bytes));
  if (text.empty()) return invalid("`text` is empty: write the words, with {{business}} and {{when}} in them");
  const std::string language = TRY(text_of(body, "language", 10));
  const auto findings = flow::text_findings("text", text);
  std::string sample = text;
  if (findings.empty()) {
    const auto words = TRY(flow::TextTemplate::parse("text", text));
    sample = TRY(words.render(flow::sample_facts(language.starts_with("es") ? "es" : "en").spoken));
  }
  const Segments counted = segments(sample);
  return boost::json::object{{"findings", findings_json(findings)},
                             {"sample", sample},
                             {"alphabet", to_string(counted.alphabet)},
                             {"units", counted.units},
                             {"parts", counted.parts},
                             {"dear", dear_json(sample)},
                             {"plain_parts", segments(plain_punctuation(sample)).parts}};
}

}  // namespace courtesy::api
