#include "phonenet/exchange/texts.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/phone/number.h"
#include "phonenet/exchange/segments.h"
#include "phonenet/personas/person.h"
#include "twiml/messaging.h"

namespace courtesy::phonenet {
namespace {

constexpr Span to_carrier{milliseconds{200}, milliseconds{900}};
constexpr Span to_phone{milliseconds{600}, milliseconds{6'000}};
constexpr Span to_failure{milliseconds{2'000}, milliseconds{30'000}};
constexpr Span to_application{milliseconds{200}, milliseconds{1'500}};
constexpr int most_documents = 10;
constexpr int most_hops = 15;  // Twilio's error dictionary, 14107: more than 15 replies between two numbers

std::string upper_trimmed(std::string_view body) {
  std::string word;
  for (const char c : body) word += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  const auto begin = word.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return "";
  return word.substr(begin, word.find_last_not_of(" \t\r\n.!") + 1 - begin);
}

bool is_any(std::string_view word, std::initializer_list<std::string_view> of) {
  return std::find(of.begin(), of.end(), word) != of.end();
}

}  // namespace

OptWord opt_word(std::string_view body) {
  const std::string word = upper_trimmed(body);
  if (is_any(word, {"STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL"}))
    return OptWord::stop;
  if (is_any(word, {"START", "UNSTOP", "YES"})) return OptWord::start;
  if (is_any(word, {"HELP", "INFO"})) return OptWord::help;
  return OptWord::none;
}

void Texts::write(EntryKind kind, const Text& text, std::string detail) {
  office_.journal.write({.kind = kind,
                         .sid = text.sid,
                         .to = text.to,
                         .from = text.from,
                         .text = text.body,
                         .detail = std::move(detail)});
}

void Texts::send(Text& text) {
  write(EntryKind::text_accepted, text, text.is_reply ? "reply" : "");
  fetch_media(text, 0);
}

void Texts::leave(Text& text) {
  const double rate = office_.settings.segments_per_second;
  milliseconds wait{0};
  if (rate > 0) {
    const Uptime now = office_.clock.uptime();
    Uptime& free_at = free_at_[text.from];
    free_at = std::max(free_at, now);
    wait = std::chrono::ceil<milliseconds>(free_at - now);
    free_at += Uptime{static_cast<std::int64_t>(1e9 * text.segments / rate)};
  }
  office_.delays.in(wait + to_carrier.draw(random_), [this, &text] { sent(text); });
}

void Texts::sent(Text& text) {
  text.status = TextStatus::sent;
  text.sent = text.updated = office_.clock.now();
  tell(text);
  const int error = office_.whoever_has(text.to).text_error;
  office_.delays.in((error != 0 ? to_failure : to_phone).draw(random_), [this, &text, error] { arrived(text, error); });
}

void Texts::arrived(Text& text, int error_code) {
  text.updated = office_.clock.now();
  text.error_code = error_code;
  text.status = error_code == 0 ? TextStatus::delivered : TextStatus::undelivered;
  if (error_code == 0) {
    write(EntryKind::text_delivered, text);
  } else {
    write(EntryKind::text_failed, text, std::to_string(error_code));
  }
  tell(text);
  if (error_code != 0) return;
  if (&office_.whoever_has(text.to) == another_number().get()) return reach_number(text);
  if (!text.is_reply) read(text);
}

void Texts::reach_number(const Text& text) {
  Text& record = receive(text.from, text.to, text.body, text.media.empty() ? "SM" : "MM");
  record.hops = text.hops;
  for (Medium medium : text.media) {
    medium.sid = make_sid("ME", office_.random);
    record.media.push_back(std::move(medium));
  }
  hand_over(record);
}

/// The person reads it and may answer; only what was not an answer itself, so that two machines never talk.
void Texts::read(const Text& text) {
  const Persona& persona = office_.whoever_has(text.to);
  auto answer = written_reply(persona, text.body);
  if (!answer) return;
  office_.delays.in(persona.reply_after.draw(random_),
                    [this, from = text.to, to = text.from, body = std::move(*answer)] { write_in(from, to, body); });
}

void Texts::tell(Text& text) {
  if (text.status_callback.empty()) return;
  http::Fields fields{{"MessageSid", text.sid},
                      {"SmsSid", text.sid},
                      {"MessageStatus", std::string(to_string(text.status))},
                      {"SmsStatus", std::string(to_string(text.status))},
                      {"AccountSid", office_.settings.account_sid},
                      {"ApiVersion", "2010-04-01"},
                      {"From", text.from},
                      {"To", text.to}};
  if (text.error_code != 0) fields.emplace_back("ErrorCode", std::to_string(text.error_code));
  office_.callbacks.tell({.url = text.status_callback, .fields = std::move(fields)}, text.sid, {});
}

Text& Texts::receive(std::string from, std::string to, std::string body, std::string_view kind) {
  const Instant now = office_.clock.now();
  Text record{.sid = make_sid(kind, office_.random), .inbound = true};
  record.to = std::move(to);
  record.from = std::move(from);
  record.body = std::move(body);
  record.segments = segments_of(record.body);
  record.status = TextStatus::received;
  record.created = record.updated = now;
  record.sent = now;
  Text& text = office_.texts.add(std::move(record));
  write(EntryKind::text_reply, text);
  obey_words(text);
  return text;
}

Text& Texts::write_in(std::string from, std::string to, std::string body, std::vector<std::string> media) {
  Text& text = receive(std::move(from), std::move(to), std::move(body), media.empty() ? "SM" : "MM");
  for (auto& url : media) {
    text.media.push_back({.sid = make_sid("ME", office_.random), .url = std::move(url), .created = text.created});
  }
  fetch_media(text, 0);
  return text;
}

void Texts::hand_over(const Text& text) {
  const Number* number = office_.number_called(text.to);
  if (number == nullptr || number->sms_url.empty()) return;
  office_.delays.in(to_application.draw(random_), [this, &text, url = number->sms_url, method = number->sms_method] {
    ask_application(text, url, method, false, 1);
  });
}

void Texts::obey_words(const Text& text) {
  const std::pair<std::string, std::string> pair{text.from, text.to};
  switch (opt_word(text.body)) {
    case OptWord::none: return;
    case OptWord::help:
      reply({.to = text.from, .from = text.to, .body = "STOP ends texts from this number, START brings them back."},
            Author::network);
      return;
    case OptWord::stop:
      if (!office_.opted_out.insert(pair).second) return;
      office_.journal.write({.kind = EntryKind::opted_out, .sid = text.sid, .to = text.from, .from = text.to});
      reply({.to = text.from,
             .from = text.to,
             .body = "You will get no more texts from this number. START brings them back."},
            Author::network);
      return;
    case OptWord::start:
      if (office_.opted_out.erase(pair) == 0) return;
      office_.journal.write({.kind = EntryKind::opted_in, .sid = text.sid, .to = text.from, .from = text.to});
      reply({.to = text.from, .from = text.to, .body = "You will get texts from this number again. STOP ends them."},
            Author::network);
      return;
  }
}

void Texts::ask_application(const Text& text, std::string url, std::string method, bool fallback, int documents) {
  http::Fields fields{{"MessageSid", text.sid},
                      {"SmsSid", text.sid},
                      {"SmsMessageSid", text.sid},
                      {"Body", text.body},
                      {"NumMedia", std::to_string(text.media.size())},
                      {"NumSegments", std::to_string(text.segments)},
                      {"SmsStatus", "received"}};
  for (std::size_t i = 0; i < text.media.size(); ++i) {
    const Medium& medium = text.media[i];
    fields.emplace_back("MediaUrl" + std::to_string(i),
                        fmt::format("{}{}/Messages/{}/Media/{}", office_.settings.base_url, office_.account_uri(),
                                    text.sid, medium.sid));
    fields.emplace_back("MediaContentType" + std::to_string(i), medium.content_type);
  }
  append_ends(fields, office_, text.from, text.to);
  office_.webhooks.ask({std::move(url), std::move(method), std::move(fields)},
                       [this, &text, fallback, documents](WebhookAnswer answer) {
                         take_answer(text, std::move(answer), fallback, documents);
                       });
}

void Texts::take_answer(const Text& text, WebhookAnswer answer, bool fallback, int documents) {
  if (const auto* failed = std::get_if<twiml::FetchFailed>(&answer)) {
    return fail(text, failed->code, failed->text, "", fallback, documents);
  }
  const auto& page = std::get<twiml::Page>(answer);
  if (page.status >= 300) {
    return fail(text, 11200, fmt::format("answered {}", page.status), page.url, fallback, documents);
  }
  auto result = twiml::read_messaging(page.content_type, page.body);
  if (!result)
    return fail(text, std::stoi(result.error().message), result.error().message, page.url, fallback, documents);
  for (const auto& warning : result->warnings) {
    office_.journal.write(
        {.kind = EntryKind::notice, .sid = text.sid, .text = warning.text, .detail = std::to_string(warning.code)});
  }
  for (auto& message : result->replies) {
    if (!message.status_callback.empty()) {
      auto url = http::resolve_url(page.url, message.status_callback);
      message.status_callback = url ? std::move(*url) : "";
    }
    for (auto& medium : message.media) {
      if (auto url = http::resolve_url(page.url, medium)) medium = std::move(*url);
    }
    if (message.from.empty()) message.from = text.to;
    if (message.to.empty()) message.to = text.from;
    if (text.hops == most_hops) return answers_without_end(text);
    reply(std::move(message), Author::application, text.hops + 1);
  }
  if (!result->redirects) return;
  auto next = http::resolve_url(page.url, result->redirect_to);
  if (!next || documents == most_documents) return fail(text, 11215, "redirects nowhere", page.url, true, documents);
  ask_application(text, *next, result->redirect_method == "GET" ? "GET" : "POST", fallback, documents + 1);
}

void Texts::answers_without_end(const Text& text) {
  office_.journal.write(
      {.kind = EntryKind::notice,
       .sid = text.sid,
       .to = text.to,
       .from = text.from,
       .text = fmt::format("{} answers between two numbers of the account, one to the other: no more", most_hops),
       .detail = "14107"});
}

void Texts::fail(const Text& text, int code, const std::string& why, const std::string& url, bool fallback,
                 int documents) {
  office_.journal.write({.kind = EntryKind::webhook,
                         .sid = text.sid,
                         .to = text.to,
                         .from = text.from,
                         .text = fmt::format("{} {}", url, why),
                         .detail = fmt::format("inbound text {}", code)});
  const Number* number = office_.number_called(text.to);
  if (fallback || number == nullptr || number->sms_fallback_url.empty()) return;
  ask_application(text, number->sms_fallback_url, number->sms_fallback_method, true, documents);
}

Text* Texts::reply(twiml::Reply what, Author author, int hops) {
  if (author == Author::application && office_.opted_out.count({what.to, what.from}) != 0) {
    office_.journal.write(
        {.kind = EntryKind::refused, .to = what.to, .from = what.from, .text = what.body, .detail = "21610"});
    return nullptr;
  }
  const Instant now = office_.clock.now();
  Text record{.sid = make_sid(what.media.empty() ? "SM" : "MM", office_.random), .is_reply = true};
  record.to = std::move(what.to);
  record.from = std::move(what.from);
  record.body = std::move(what.body);
  record.by_network = author == Author::network;
  record.hops = hops;
  record.segments = segments_of(record.body);
  record.status_callback = std::move(what.status_callback);
  record.created = record.updated = now;
  for (auto& url : what.media) {
    record.media.push_back({.sid = make_sid("ME", office_.random), .url = std::move(url), .created = now});
  }
  Text& text = office_.texts.add(std::move(record));
  send(text);
  return &text;
}

std::string Texts::send_for_call(twiml::Reply what) {
  const bool possible = PhoneNumber::parse(what.to) && office_.number_called(what.from) != nullptr;
  if (!possible) {
    const std::string why = "a text from " + what.from + " to " + what.to + " cannot be sent";
    office_.journal.write(
        {.kind = EntryKind::refused, .to = what.to, .from = what.from, .text = why, .detail = "14101"});
    return "";
  }
  const Text* text = reply(std::move(what), Author::application);
  return text == nullptr ? "" : text->sid;
}

}  // namespace courtesy::phonenet
