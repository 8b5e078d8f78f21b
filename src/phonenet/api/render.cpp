#include "phonenet/api/render.h"

#include <fmt/format.h>

#include <algorithm>

#include "phonenet/exchange/line.h"
#include "phonenet/json.h"

namespace courtesy::phonenet {
namespace {

std::string price(std::int64_t hundred_thousandths) {
  return fmt::format("-{}.{:05}", hundred_thousandths / 100'000, hundred_thousandths % 100'000);
}

void add_date(JsonObject& json, std::string_view name, const std::optional<Instant>& at) {
  if (at) {
    json.text(name, to_rfc2822(*at));
  } else {
    json.null(name);
  }
}

std::string subresources(const std::string& base,
                         std::initializer_list<std::pair<std::string_view, std::string_view>> all) {
  JsonObject json;
  std::string uri = base + "/";
  for (const auto& [name, path] : all) {
    uri.append(path).append(".json");
    json.text(name, uri);
    uri.resize(base.size() + 1);
  }
  return json.take();
}

/// `StatusCallbackEvent` as `status_callback_event`.
std::string snake(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool capital = c >= 'A' && c <= 'Z';
    if (capital && !out.empty()) out += '_';
    out += capital ? static_cast<char>(c + 32) : c;
  }
  return out;
}

/// A repeated name has its values with a space between them.
std::string parameters_of(const http::Fields& fields) {
  JsonObject json;
  for (auto field = fields.begin(); field != fields.end(); ++field) {
    const auto same = [&](const auto& other) { return other.first == field->first; };
    if (std::find_if(fields.begin(), field, same) != field) continue;
    std::string values = field->second;
    for (auto other = field + 1; other != fields.end(); ++other) {
      if (same(*other)) values.append(" ").append(other->second);
    }
    json.text(snake(field->first), values);
  }
  return json.take();
}

void add_recording(JsonObject& json, const Office& office, const Recording& recording) {
  json.text("account_sid", office.settings.account_sid).text("api_version", "2010-04-01");
  json.text("call_sid", recording.call_sid).null("conference_sid").number("channels", recording.channels);
  json.text("date_created", to_rfc2822(recording.created)).text("date_updated", to_rfc2822(recording.updated));
  json.text("start_time", to_rfc2822(recording.started))
      .text("duration", recording.goes_on() ? "-1" : std::to_string(recording.seconds_long()));
  json.null("encryption_details").null("error_code").null("price").text("price_unit", "USD");
  json.text("sid", recording.sid).text("source", recording.source).text("status", recording.status);
}

void add_notification(JsonObject& json, const Office& office, const Call& call, const Notification& notification) {
  json.text("account_sid", office.settings.account_sid).text("api_version", "2010-04-01").text("call_sid", call.sid);
  json.text("date_created", to_rfc2822(notification.at)).text("date_updated", to_rfc2822(notification.at));
  json.text("error_code", std::to_string(notification.code)).text("log", notification.error ? "0" : "1");
  json.text("message_date", to_rfc2822(notification.at)).text("message_text", notification.text);
  json.text("more_info", fmt::format("https://www.twilio.com/docs/errors/{}", notification.code));
  json.text_or_null("request_method", notification.url.empty() ? "" : notification.method);
  json.text_or_null("request_url", notification.url).text("sid", notification.sid);
  json.text("uri", fmt::format("{}/Calls/{}/Notifications/{}.json", office.account_uri(), call.sid, notification.sid));
}

}  // namespace

std::string formatted(std::string_view number) {
  if (number.size() != 12 || !number.starts_with("+1")) return std::string(number);
  return fmt::format("({}) {}-{}", number.substr(2, 3), number.substr(5, 3), number.substr(8));
}

std::string render(const Office& office, const Call& call) {
  const std::string base = office.account_uri() + "/Calls/" + call.sid;
  const bool over = is_final(call.status);
  JsonObject json;
  json.text("sid", call.sid);
  json.text("date_created", to_rfc2822(call.created)).text("date_updated", to_rfc2822(call.updated));
  json.text_or_null("parent_call_sid", call.parent_sid).text("account_sid", office.settings.account_sid);
  json.text("to", call.to).text("to_formatted", formatted(call.to));
  json.text("from", call.from).text("from_formatted", formatted(call.from));
  const Number* number = office.number_called(call.inbound ? call.to : call.from);
  json.text_or_null("phone_number_sid", number == nullptr ? "" : number->sid).text("status", to_string(call.status));
  add_date(json, "start_time", call.started);
  add_date(json, "end_time", call.ended);
  if (over) {
    json.text("duration", std::to_string(call.seconds_talked()));
  } else {
    json.null("duration");
  }
  if (over && call.answered) {
    json.text("price",
              price(office.settings.call_price * std::max<std::int64_t>(1, (call.seconds_talked() + 59) / 60)));
  } else {
    json.null("price");
  }
  json.text("price_unit", "USD").text("direction", direction_of(call));
  json.text_or_null("answered_by", call.answered_by)
      .text("api_version", "2010-04-01")
      .null("forwarded_from")
      .null("group_sid");
  json.null("caller_name").text("queue_time", std::to_string(call.queued_for.count())).null("trunk_sid");
  json.text("uri", base + ".json");
  json.raw("subresource_uris",
           subresources(base, {{"notifications", "Notifications"},
                               {"recordings", "Recordings"},
                               {"payments", "Payments"},
                               {"events", "Events"},
                               {"siprec", "Siprec"},
                               {"streams", "Streams"},
                               {"transcriptions", "Transcriptions"},
                               {"user_defined_message_subscriptions", "UserDefinedMessageSubscriptions"},
                               {"user_defined_messages", "UserDefinedMessages"}}));
  return json.take();
}

std::string render(const Office& office, const Text& text) {
  const std::string base = office.account_uri() + "/Messages/" + text.sid;
  const bool over = is_final(text.status);
  JsonObject json;
  json.text("body", text.body).text("num_segments", std::to_string(text.segments));
  json.text("direction", text.inbound ? "inbound" : text.is_reply ? "outbound-reply" : "outbound-api");
  json.text("from", text.from).text("to", text.to).text("date_updated", to_rfc2822(text.updated));
  if (over) {
    json.text("price", price(office.settings.segment_price * text.segments));
  } else {
    json.null("price");
  }
  json.null("error_message").text("uri", base + ".json").text("account_sid", office.settings.account_sid);
  json.text("num_media", std::to_string(text.media.size()))
      .text("status", to_string(text.status))
      .null("messaging_service_sid");
  json.text("sid", text.sid);
  add_date(json, "date_sent", text.sent);
  json.text("date_created", to_rfc2822(text.created));
  if (text.error_code != 0) {
    json.number("error_code", text.error_code);
  } else {
    json.null("error_code");
  }
  json.text("price_unit", "USD").text("api_version", "2010-04-01");
  json.raw("subresource_uris", subresources(base, {{"media", "Media"}, {"feedback", "Feedback"}}));
  return json.take();
}

std::string render(const Office& office, const Recording& recording) {
  const std::string path = office.account_uri() + "/Recordings/" + recording.sid;
  JsonObject json;
  add_recording(json, office, recording);
  json.text("media_url", office.settings.base_url + path).text("uri", path + ".json");
  json.raw("subresource_uris",
           subresources(path, {{"add_on_results", "AddOnResults"}, {"transcriptions", "Transcriptions"}}));
  return json.take();
}

std::string render_in_call(const Office& office, const Recording& recording) {
  JsonObject json;
  add_recording(json, office, recording);
  json.text("track", recording.track);
  json.text("uri",
            fmt::format("{}/Calls/{}/Recordings/{}.json", office.account_uri(), recording.call_sid, recording.sid));
  return json.take();
}

std::string render(const Office& office, const Number& number) {
  JsonObject json;
  json.text("account_sid", office.settings.account_sid).null("address_sid").text("address_requirements", "none");
  json.text("api_version", "2010-04-01").boolean("beta", false);
  json.raw("capabilities", R"({"voice":true,"sms":true,"mms":false,"fax":false})");
  json.text("date_created", to_rfc2822(number.created)).text("date_updated", to_rfc2822(number.updated));
  json.text("friendly_name", number.friendly_name).null("identity_sid").text("phone_number", number.phone_number);
  json.text("origin", "twilio").text("sid", number.sid).null("sms_application_sid");
  json.text("sms_fallback_method", number.sms_fallback_method);
  json.text_or_null("sms_fallback_url", number.sms_fallback_url);
  json.text("sms_method", number.sms_method).text_or_null("sms_url", number.sms_url);
  json.text_or_null("status_callback", number.status_callback)
      .text("status_callback_method", number.status_callback_method);
  json.null("trunk_sid").text("uri", office.account_uri() + "/IncomingPhoneNumbers/" + number.sid + ".json");
  json.text("voice_receive_mode", "voice").null("voice_application_sid").boolean("voice_caller_id_lookup", false);
  json.text("voice_fallback_method", number.voice_fallback_method);
  json.text_or_null("voice_fallback_url", number.voice_fallback_url);
  json.text("voice_method", number.voice_method).text_or_null("voice_url", number.voice_url);
  json.text("emergency_status", "Inactive").null("emergency_address_sid");
  json.text("emergency_address_status", "unregistered")
      .null("bundle_sid")
      .text("status", "in-use")
      .text("type", "local");
  return json.take();
}

std::string render(const Office& office, const Call& call, const Notification& notification) {
  JsonObject json;
  add_notification(json, office, call, notification);
  return json.take();
}

std::string render_whole(const Office& office, const Call& call, const Notification& notification) {
  JsonObject json;
  add_notification(json, office, call, notification);
  const auto& all = call.exchanged;
  const auto about = std::find_if(all.rbegin(), all.rend(), [&](const Exchanged& one) {
    return one.url == notification.url && one.at <= notification.at;
  });
  if (about == all.rend()) {
    json.null("request_variables").null("response_body").null("response_headers");
  } else {
    json.text("request_variables", http::encode_form(about->parameters)).text("response_body", about->body);
    json.text("response_headers", http::encode_form(about->headers));
  }
  return json.take();
}

std::string render(const Exchanged& exchanged) {
  JsonObject request;
  request.text("method", exchanged.method).text("url", exchanged.url);
  request.raw("parameters", parameters_of(exchanged.parameters));
  JsonObject json;
  json.raw("request", request.take());
  if (exchanged.status == 0) return json.null("response").take();
  JsonObject response;
  response.number("response_code", exchanged.status).number("request_duration", exchanged.lasted.count());
  response.text("content_type", exchanged.content_type).text("response_body", exchanged.body);
  return json.raw("response", response.text("date_created", to_rfc2822(exchanged.at)).take()).take();
}

std::string render(const Office& office, const Text& text, const Medium& medium) {
  JsonObject json;
  json.text("sid", medium.sid).text("account_sid", office.settings.account_sid).text("parent_sid", text.sid);
  json.text_or_null("content_type", medium.content_type);
  json.text("date_created", to_rfc2822(medium.created)).text("date_updated", to_rfc2822(medium.updated));
  json.text("uri", fmt::format("{}/Messages/{}/Media/{}.json", office.account_uri(), text.sid, medium.sid));
  return json.take();
}

}  // namespace courtesy::phonenet
