#include "api/message_json.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "api/answer.h"
#include "api/retold.h"
#include "flow/message_check.h"
#include "flow/sample_facts.h"
#include "flow/template.h"
#include "flow/text_template.h"
#include "gateway/segments.h"

namespace courtesy::api {
namespace {

using Object = boost::json::object;
using Array = boost::json::array;

constexpr std::string_view label = "Subject: ";
constexpr std::size_t most_text_bytes = 1'600;  // of a text, Twilio docs, "Message Body"
constexpr std::size_t most_email_bytes = 20'000;
constexpr std::size_t most_subject_bytes = 200;
constexpr int most_parts = 2;  // of a reminder: more is no reminder

struct Halves {
  std::string_view subject;
  std::string_view text;
};

Halves halves(Channel channel, std::string_view words) {
  if (channel != Channel::email) return {{}, words};
  const auto end = words.find("\n\n");
  if (!words.starts_with(label) || end == std::string_view::npos) return {{}, words};
  return {words.substr(label.size(), end - label.size()), words.substr(end + 2)};
}

/// An email's subject is its first line, and its text begins on the third.
Object finding_json(const flow::Finding& finding, Channel channel) {
  const bool in_subject = channel == Channel::email && finding.place.line == 1;
  const bool below = channel == Channel::email && finding.place.line > 2;
  return {{"severity", "error"},
          {"code", finding.code},
          {"in", in_subject ? "subject" : "text"},
          {"line", below ? finding.place.line - 2 : finding.place.line},
          {"column",
           in_subject ? std::max(1, finding.place.column - static_cast<int>(label.size())) : finding.place.column},
          {"message", finding.message},
          {"why", finding.why}};
}

/// Of a text without another fault: how long it gets with a sample's facts in it.
void add_length(std::string_view words, Array& findings) {
  const auto parsed = flow::TextTemplate::parse("text", words);
  if (!parsed) return;
  const auto sample = parsed->render(flow::sample_facts("en").spoken);
  if (!sample) return;
  const Segments counted = segments(*sample);
  if (counted.parts <= 1) return;
  const bool too_long = counted.parts > most_parts;
  findings.push_back(Object{
      {"severity", too_long ? "error" : "warning"},
      {"code", "too-long"},
      {"in", "text"},
      {"line", 0},
      {"column", 0},
      {"message", fmt::format("takes {} parts: {}", counted.parts,
                              counted.alphabet == TextAlphabet::ucs2
                                  ? "a character outside the plain alphabet leaves 70 to a part; put a plainer one"
                                  : "160 characters fit in one")},
      {"why", too_long ? "a reminder has two parts at most: nobody reads more, and each is paid"
                       : "each part is paid as a text of its own"}});
}

/// A field stays a span of its own, so that a page can show what differs from client to client.
Array spans(std::string_view words, const std::map<std::string, std::string>& values, std::string& whole) {
  std::vector<flow::Finding> ignored;
  Array list;
  for (const flow::Piece& piece : flow::divide(words, "text", {1, 1}, ignored)) {
    const auto value = piece.variable ? values.find(piece.text) : values.end();
    const bool filled = value != values.end() && !value->second.empty();
    const std::string text = !piece.variable ? piece.text : filled ? value->second : "{{" + piece.text + "}}";
    whole += text;
    Object span{{"text", text}, {"field", nullptr}};
    if (piece.variable) span["field"] = piece.text;
    if (piece.variable && !filled) span["missing"] = true;
    list.push_back(std::move(span));
  }
  return list;
}

Array dear_json(std::string_view text) {
  Array list;
  for (const DearCharacter& one : dear_characters(text)) {
    boost::json::value plain = nullptr;
    if (one.plain) plain = boost::json::string(*one.plain);
    list.push_back(Object{{"character", one.character}, {"count", one.count}, {"plain", plain}});
  }
  return list;
}

Object cost_json(const std::string& text, Language language) {
  const Segments counted = segments(text);
  const std::string words = counted.parts <= 1
                                ? "One part: the least that a text costs."
                                : fmt::format("{} parts: as dear as {} texts.", counted.parts, counted.parts);
  return {{"alphabet", to_string(counted.alphabet)},
          {"units", counted.units},
          {"parts", counted.parts},
          {"dear", dear_json(text)},
          {"plain_parts", segments(plain_punctuation(text)).parts},
          {"words", retold(words, language)}};
}

}  // namespace

Result<Message> read_message_body(const Object& body, std::optional<Channel> known) {
  const std::string channel = TRY(text_of(body, "channel", 20));
  const auto said = parse_channel(channel);
  if (!channel.empty() && (!said || *said == Channel::call)) return invalid("`channel` must be text or email");
  if (said && known && *said != *known)
    return invalid(
        fmt::format("this template is for `channel` {}: leave it out, or take another name", to_string(*known)));
  if (!said && !known) return invalid("`channel` is missing: text or email");
  Message message{.channel = known ? *known : *said};
  const bool email = message.channel == Channel::email;
  const std::string text = TRY(text_of(body, "text", email ? most_email_bytes : most_text_bytes));
  const std::string subject = TRY(text_of(body, "subject", most_subject_bytes));
  if (text.find('\r') != std::string::npos) return invalid("`text` has a carriage return: lines end with \\n alone");
  if (!email && !subject.empty()) return invalid("`subject` is for emails");
  if (subject.find('\n') != std::string::npos) return invalid("`subject` is one line");
  message.words = email ? fmt::format("{}{}\n\n{}", label, subject, text) : text;
  return message;
}

Object message_json(Channel channel, std::string_view words) {
  while (words.ends_with('\n')) words.remove_suffix(1);
  const Halves parts = halves(channel, words);
  Object object{{"subject", nullptr}, {"text", parts.text}};
  if (channel == Channel::email) object["subject"] = parts.subject;
  return object;
}

Array findings_json(Channel channel, std::string_view words, Language language) {
  Array list;
  const auto kind = channel == Channel::email ? flow::MessageKind::email : flow::MessageKind::text;
  for (const flow::Finding& finding : flow::message_findings(kind, "text", words))
    list.push_back(finding_json(finding, channel));
  if (channel == Channel::text) add_length(words, list);
  retell(list, {"message", "why"}, language);
  return list;
}

Array errors_in(const Array& findings) {
  Array errors;
  for (const auto& finding : findings) {
    if (finding.at("severity") == "error") errors.push_back(finding);
  }
  return errors;
}

Object rendered_json(const Message& message, const std::map<std::string, std::string>& values, Language language) {
  const Halves parts = halves(message.channel, message.words);
  std::string subject;
  std::string text;
  Object told{{"channel", to_string(message.channel)}, {"subject", nullptr}};
  if (message.channel == Channel::email) told["subject"] = spans(parts.subject, values, subject);
  told["text"] = spans(parts.text, values, text);
  told["sample"] = text;
  told["cost"] =
      message.channel == Channel::text ? boost::json::value(cost_json(text, language)) : boost::json::value(nullptr);
  return told;
}

}  // namespace courtesy::api
