#include "gateway/twilio/twilio_gateway.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/phone/number.h"
#include "gateway/twilio/answer.h"
#include "gateway/twilio/look_up.h"
#include "gateway/twilio/path.h"
#include "gateway/twilio/record.h"
#include "gateway/twilio/request.h"
#include "gateway/utf8.h"

namespace courtesy {
namespace {

// Shorter than a lease, so that no other worker takes the attempt over while its request may still be running.
constexpr http::Limits contact_limits{.connect = seconds{5}, .total = seconds{25}, .contact = true};
constexpr std::size_t longest_text = 1'600;  // Twilio docs, Messages, `Body`; else error 21617

Result<void> check_parties(const Intent& intent) {
  if (!PhoneNumber::parse(intent.recipient).ok()) return invalid("twilio: the recipient is no E.164 number");
  if (!PhoneNumber::parse(intent.sender).ok()) return invalid("twilio: the sender is no E.164 number");
  if (intent.recipient == intent.sender) return invalid("twilio: the recipient is the sender's own number");
  const std::string& token = intent.token.reveal();
  if (!twilio::is_path_safe(token) || token.find('.') == std::string::npos) {
    return invalid("twilio: the token may have letters, digits, '.', '_' and '-' only");
  }
  return {};
}

Result<void> check_text(const Intent& intent) {
  const auto points = code_points(intent.text);
  if (!points) return invalid("twilio: the text is not UTF-8");
  if (intent.text.find_first_not_of(" \t\r\n") == std::string::npos) return invalid("twilio: the text is empty");
  if (intent.text.find('\0') != std::string::npos) return invalid("twilio: the text has a NUL in it");
  if (utf16_units(*points) > longest_text) {
    return invalid(
        fmt::format("twilio: the text has {} characters, {} are possible", utf16_units(*points), longest_text));
  }
  return {};
}

std::string callback(const twilio::Settings& settings, const Intent& intent, std::string_view what) {
  return twilio::hook_url(settings.public_url, {intent.channel, intent.token.reveal(), std::string(what)});
}

/// Twilio docs, answering-machine detection. DetectMessageEnd is the mode for leaving messages; it gives up after
/// `MachineDetectionTimeout`, 30 s by default: longer than half of the greetings that want it most.
void add_detection(http::Fields& fields, const twilio::Settings& settings, const Intent& intent) {
  if (intent.detection == Detection::none || !settings.detects_machines) return;
  fields.emplace_back("MachineDetection", "DetectMessageEnd");
  if (intent.detection == Detection::before) return;
  fields.emplace_back("MachineDetectionTimeout", "59");
  fields.emplace_back("AsyncAmd", "true");
  fields.emplace_back("AsyncAmdStatusCallback", callback(settings, intent, "amd"));
  fields.emplace_back("AsyncAmdStatusCallbackMethod", "POST");
}

http::Fields call_fields(const twilio::Settings& settings, const Intent& intent) {
  http::Fields fields{
      {"To", intent.recipient},
      {"From", intent.sender},
      {"Url", callback(settings, intent, "answer")},
      {"Method", "POST"},
      {"FallbackUrl", settings.fallback_url.empty() ? callback(settings, intent, "fallback") : settings.fallback_url},
      {"FallbackMethod", "POST"},
      {"StatusCallback", callback(settings, intent, "status")},
      {"StatusCallbackMethod", "POST"},
      {"StatusCallbackEvent", "initiated"},
      {"StatusCallbackEvent", "ringing"},
      {"StatusCallbackEvent", "answered"},
      {"StatusCallbackEvent", "completed"},
      {"Timeout", std::to_string(intent.ring.count())}};
  add_detection(fields, settings, intent);
  return fields;
}

http::Fields text_fields(const twilio::Settings& settings, const Intent& intent) {
  const seconds wanted = intent.validity > seconds{0} ? intent.validity : settings.text_validity;
  return {{"To", intent.recipient},
          {"From", intent.sender},
          {"Body", intent.text},
          {"StatusCallback", callback(settings, intent, "status")},
          {"ValidityPeriod", std::to_string(std::min(wanted, seconds{14'400}).count())}};
}

Ending called_off(const http::Exchange& exchange) {
  Ending ending = twilio::ending_of(exchange, Channel::call);
  if (ending.kind != EndingKind::accepted) return ending;
  const auto record = twilio::read_record(std::get<http::Response>(exchange).body);
  if (record->status == "canceled") return ending;
  return {.kind = EndingKind::refused, .code = "answered", .detail = "the call is past the state to be called off"};
}

}  // namespace

Result<std::unique_ptr<TwilioGateway>> TwilioGateway::make(twilio::Settings settings, http::Client& client) {
  settings = TRY(twilio::checked(std::move(settings)));  // before `new`: a TRY inside it would leak what it made
  return std::unique_ptr<TwilioGateway>(new TwilioGateway(std::move(settings), client));
}

Result<Prepared> TwilioGateway::prepare(const Intent& intent) const {
  Prepared prepared{.attempt = intent.attempt, .account = intent.account, .channel = intent.channel};
  switch (intent.channel) {
    case Channel::call:
      TRY(check_parties(intent));
      if (intent.ring < seconds{15} || intent.ring > seconds{600}) {
        return invalid(fmt::format("twilio: a ring of {} s; 15 to 600 s are possible", intent.ring.count()));
      }
      prepared.what = twilio::post(settings_, "Calls.json", call_fields(settings_, intent));
      return prepared;
    case Channel::text:
      TRY(check_parties(intent));
      TRY(check_text(intent));
      prepared.what = twilio::post(settings_, "Messages.json", text_fields(settings_, intent));
      return prepared;
    case Channel::email: break;
  }
  return invalid("twilio: carries calls and texts, not email");
}

void TwilioGateway::send(Prepared prepared, UniqueFunction<void(Ending)> done) {
  auto* request = std::get_if<http::Request>(&prepared.what);
  if (request == nullptr || !request->url.starts_with(twilio::resource_url(settings_, ""))) {
    return done({.kind = EndingKind::not_sent,
                 .code = "other_gateway",
                 .detail = "prepared for another gateway or account",
                 .trouble = Trouble::configuration});
  }
  client_.send(twilio::authorised(settings_, std::move(*request)), contact_limits,
               [channel = prepared.channel, done = std::move(done)](http::Exchange exchange) mutable {
                 done(twilio::ending_of(exchange, channel));
               });
}

void TwilioGateway::look_up(LookUp question, UniqueFunction<void(Result<std::vector<Sighting>>)> done) {
  const std::string& id = question.provider_id;
  const bool call = question.channel == Channel::call;
  if (question.channel == Channel::email) return done(invalid("twilio: knows calls and texts, not email"));
  if (!id.empty() && !(call ? twilio::is_call_sid(id) : twilio::is_message_sid(id))) {
    return done(invalid("twilio: the provider id is no sid of that kind"));
  }
  twilio::look_up(settings_, client_, std::move(question), std::move(done));
}

void TwilioGateway::redirect(std::string provider_id, std::string url, UniqueFunction<void(Ending)> done) {
  const auto request =
      twilio::post(settings_, "Calls/" + provider_id + ".json", {{"Url", std::move(url)}, {"Method", "POST"}});
  client_.send(
      twilio::authorised(settings_, request), contact_limits,
      [done = std::move(done)](http::Exchange exchange) mutable { done(twilio::ending_of(exchange, Channel::call)); });
}

void TwilioGateway::call_off(std::string provider_id, UniqueFunction<void(Ending)> done) {
  if (!twilio::is_call_sid(provider_id)) {
    return done({.kind = EndingKind::refused, .code = "text", .detail = "only a call can be called off"});
  }
  const auto request = twilio::post(settings_, "Calls/" + provider_id + ".json", {{"Status", "canceled"}});
  client_.send(twilio::authorised(settings_, request), contact_limits,
               [done = std::move(done)](http::Exchange exchange) mutable { done(called_off(exchange)); });
}

}  // namespace courtesy
