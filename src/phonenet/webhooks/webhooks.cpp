#include "phonenet/webhooks/webhooks.h"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.h"
#include "phonenet/chance.h"
#include "phonenet/webhooks/link.h"
#include "phonenet/webhooks/signature.h"

namespace courtesy::phonenet {
namespace {

constexpr milliseconds whole{15'000};
constexpr int most_redirects = 10;

std::string idempotency_token(Random& random) {
  const std::uint64_t a = random.next();
  const std::uint64_t b = random.next();
  char text[36];
  char* end = fmt::format_to(text, FMT_COMPILE("{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}"), a >> 32, (a >> 16) & 0xffff,
                             a & 0xfff, 0x8000 | (b >> 50), b & 0xffff'ffff'ffffULL);
  return {text, end};
}

/// A document may write `/größe`: on the wire, and in what is signed, each byte above 7 bits is percent-encoded.
std::string on_the_wire(std::string url) {
  if (std::all_of(url.begin(), url.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) return url;
  std::string out;
  for (const char c : url) {
    if (static_cast<unsigned char>(c) < 0x80) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

}  // namespace

struct Webhooks::Asking {
  Webhook webhook;
  UniqueFunction<void(WebhookAnswer)> done;
  std::string token;
  std::string call_sid;
  std::string signature;
  Uptime sent_at{0};
  Uptime really_sent_at{0};
  std::unique_ptr<Timer> deadline;
  bool over = false;
  bool retried = false;
  bool authorized = false;
  int redirects = 0;
};

Webhooks::Webhooks(Loop& loop, const Clock& clock, http::Client& client, std::string auth_token, std::uint64_t seed)
    : loop_(loop),
      clock_(clock),
      client_(client),
      auth_token_(std::move(auth_token)),
      random_(stream(seed, "webhooks")) {}

void Webhooks::ask(Webhook webhook, UniqueFunction<void(WebhookAnswer)> done) {
  auto asking = std::make_shared<Asking>();
  asking->webhook = std::move(webhook);
  asking->webhook.url = on_the_wire(std::move(asking->webhook.url));
  if (const auto sid = http::field(asking->webhook.fields, "CallSid")) asking->call_sid = *sid;
  asking->done = std::move(done);
  asking->token = idempotency_token(random_);
  asking->deadline = loop_.at(clock_.uptime() + whole, [this, weak = std::weak_ptr(asking)] {
    const auto late = weak.lock();
    if (!late) return;
    if (!late->over) tell_witness(*late, nullptr);
    finish(late, twiml::FetchFailed{11205, "no answer within 15 seconds"});
  });
  send(asking);
}

void Webhooks::send(const std::shared_ptr<Asking>& asking) {
  const auto later = [&](int code, std::string why) {
    loop_.post([this, asking, alive = std::weak_ptr(alive_), code, why = std::move(why)] {
      if (!alive.expired()) finish(asking, twiml::FetchFailed{code, why});
    });
  };
  auto url = http::parse_url(asking->webhook.url);
  if (!url) return later(11100, url.error().message);
  const bool form = asking->webhook.method != "GET";
  http::Request request{.method = form ? "POST" : "GET"};
  std::string encoded = http::encode_form(asking->webhook.fields);
  const std::string added = form || encoded.empty() ? "" : (url->query.empty() ? "" : "&") + encoded;
  std::string in_order = sorted_query(url->query) + added;
  url->query += added;
  request.url = url->to_text();
  asking->signature = sign(auth_token_, request.url, form ? asking->webhook.fields : http::Fields{});
  request.headers.reserve(8);
  request.headers.emplace_back("User-Agent", "TwilioProxy/1.1");
  request.headers.emplace_back("Accept", "*/*");
  request.headers.emplace_back("X-Twilio-Signature", asking->signature);
  request.headers.emplace_back("I-Twilio-Idempotency-Token", asking->token);
  if (form) {
    request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    request.body = std::move(encoded);
  }
  if (asking->authorized) {
    const auto userinfo = http::percent_decode(url->userinfo);
    request.headers.emplace_back("Authorization", "Basic " + base64(userinfo ? *userinfo : url->userinfo));
  }
  if (!url->userinfo.empty() || url->query != in_order) {
    url->userinfo.clear();
    url->query = std::move(in_order);
    request.url = url->to_text();
  }
  add_cookies(*asking, *url, request);
  asking->sent_at = clock_.uptime();
  asking->really_sent_at = real_time();
  client_.send(std::move(request), {.total = whole, .response_bytes = asking->webhook.most_bytes},
               [this, asking, alive = std::weak_ptr(alive_)](http::Exchange exchange) {
                 if (!alive.expired()) arrived(asking, std::move(exchange));
               });
}

void Webhooks::arrived(const std::shared_ptr<Asking>& asking, http::Exchange exchange) {
  if (asking->over) return;
  tell_witness(*asking, std::get_if<http::Response>(&exchange));
  if (const auto* nothing = std::get_if<http::NothingLeft>(&exchange)) {
    if (!std::exchange(asking->retried, true)) return send(asking);
    return finish(asking, twiml::FetchFailed{11205, "no connection: " + nothing->why});
  }
  if (const auto* broken = std::get_if<http::Broken>(&exchange)) {
    return finish(asking, twiml::FetchFailed{11200, "no answer: " + broken->why});
  }
  auto& response = std::get<http::Response>(exchange);
  take_cookies(*asking, response);
  if (response.status == 401 && !asking->authorized && asking->webhook.url.find('@') != std::string::npos) {
    asking->authorized = true;
    return send(asking);
  }
  if (response.status >= 300 && response.status < 400 && response.header("Location")) {
    if (++asking->redirects > most_redirects) {
      return finish(asking, twiml::FetchFailed{11215, fmt::format("more than {} redirects", most_redirects)});
    }
    if (follow(asking, response)) return;
  }
  const std::string type(response.header("Content-Type").value_or(""));
  finish(asking, twiml::Page{asking->webhook.url, response.status, type, std::move(response.body)});
}

void Webhooks::add_cookies(const Asking& asking, const http::Url& url, http::Request& request) {
  const auto kept = cookies_.find(asking.call_sid);
  if (kept == cookies_.end()) return;
  std::string cookies = kept->second.for_request(url, clock_.now());
  if (!cookies.empty()) request.headers.emplace_back("Cookie", std::move(cookies));
}

void Webhooks::take_cookies(const Asking& asking, const http::Response& response) {
  if (asking.call_sid.empty() || !response.header("Set-Cookie")) return;
  const auto url = http::parse_url(asking.webhook.url);
  if (url) cookies_[asking.call_sid].take(*url, response.headers, clock_.now());
}

void Webhooks::tell_witness(Asking& asking, const http::Response* response) {
  if (!witness_ || asking.call_sid.empty()) return;
  Exchanged exchanged{.method = asking.webhook.method, .url = asking.webhook.url};
  // Only a redirect, a 401 or no answer can have them sent once more.
  const bool last = response != nullptr && response->status != 401 && response->status / 100 != 3;
  exchanged.parameters = last ? std::move(asking.webhook.fields) : asking.webhook.fields;
  exchanged.at = clock_.now();
  exchanged.signature = asking.signature;
  exchanged.took = std::chrono::duration_cast<milliseconds>(real_time() - asking.really_sent_at);
  exchanged.lasted = std::chrono::duration_cast<milliseconds>(clock_.uptime() - asking.sent_at);
  if (response != nullptr) {
    exchanged.status = response->status;
    exchanged.content_type = response->header("Content-Type").value_or("");
    exchanged.headers = response->headers;
    exchanged.body = response->body;
  }
  witness_(asking.call_sid, std::move(exchanged));
}

bool Webhooks::follow(const std::shared_ptr<Asking>& asking, const http::Response& response) {
  const auto target = http::resolve_url(asking->webhook.url, *response.header("Location"));
  if (!target) return false;
  const int status = response.status;
  if (status == 301 || status == 302 || status == 303) {
    asking->webhook.method = "GET";
    asking->webhook.fields.clear();
  } else if (status != 307) {
    return false;
  }
  asking->webhook.url = on_the_wire(*target);
  send(asking);
  return true;
}

void Webhooks::finish(const std::shared_ptr<Asking>& asking, WebhookAnswer answer) {
  if (std::exchange(asking->over, true)) return;
  asking->deadline.reset();
  auto done = std::move(asking->done);
  done(std::move(answer));
}

}  // namespace courtesy::phonenet
