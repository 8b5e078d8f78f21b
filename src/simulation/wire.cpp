#include "simulation/wire.h"

#include "simulation/life.h"

namespace courtesy::simulation {
namespace {

std::string token_in(const http::Fields& fields) {
  const auto url = http::field(fields, "StatusCallback");
  if (!url) return {};
  for (const std::string_view door : {"/twilio/call/", "/twilio/text/"}) {
    const std::size_t at = url->find(door);
    if (at == std::string_view::npos) continue;
    const std::string_view rest = url->substr(at + door.size());
    return std::string(rest.substr(0, rest.find('/')));
  }
  return {};
}

Observed observation_of(const http::Exchange& exchange) {
  if (std::holds_alternative<http::NothingLeft>(exchange)) return Observed::nothing_left;
  const auto* response = std::get_if<http::Response>(&exchange);
  if (response == nullptr || response->status >= 500) return Observed::unclear;
  if (response->status == 429) return Observed::not_taken;
  return response->status < 300 ? Observed::accepted : Observed::refused;
}

}  // namespace

struct Wire::Sending {
  std::weak_ptr<Life> from;
  http::Request request;
  http::Limits limits;
  Answered done;
  bool contact = false;
  std::string token;
  std::string url;  ///< as it was asked for
};

struct Wire::Asking {
  http::Request request;
  UniqueFunction<void(http::Exchange)> done;
};

/// The phone network's requests to the application.
class Wire::CallbackClient final : public http::Client {
 public:
  explicit CallbackClient(Wire& wire) : wire_(wire) {}
  void send(http::Request request, http::Limits, UniqueFunction<void(http::Exchange)> done) override {
    auto asking = std::make_shared<Asking>();
    asking->request = std::move(request);
    asking->done = std::move(done);
    wire_.callback(asking);
  }

 private:
  Wire& wire_;
};

Wire::Wire(Parts parts)
    : parts_(std::move(parts)),
      delays_(parts_.time, parts_.time),
      callbacks_(std::make_unique<CallbackClient>(*this)) {}
Wire::~Wire() = default;

void Wire::connect(phonenet::Network& network, phonenet::Mailbox& mailbox) {
  network_ = &network;
  mailbox_ = &mailbox;
}

http::Client& Wire::callbacks() { return *callbacks_; }

milliseconds Wire::latency(int least, int width) {
  return milliseconds{least + static_cast<int>(parts_.random.below(static_cast<std::uint64_t>(width)))};
}

std::optional<PlannedFault> Wire::take(FaultKind kind, std::string_view boundary) {
  auto fault = parts_.faults.take(kind, parts_.time.now());
  if (fault) parts_.happened(*fault, boundary);
  return fault;
}

void Wire::request(const std::weak_ptr<Life>& from, http::Request request, http::Limits limits, Answered done) {
  const auto life = from.lock();
  if (!life || life->loop.dead()) return;
  auto sending = std::make_shared<Sending>();
  sending->from = from;
  sending->limits = limits;
  sending->done = std::move(done);
  sending->request = std::move(request);
  const std::string_view path = sending->request.path();
  sending->contact =
      sending->request.method == "POST" && (path.ends_with("/Calls.json") || path.ends_with("/Messages.json"));
  if (sending->contact && take(FaultKind::crash_before_send, "contact")) return parts_.kill(life);
  if (unreachable()) {
    if (sending->contact) {
      const auto fields = http::parse_form(sending->request.body).value();
      parts_.meanwhile({.kind = FaultKind::unreachable, .at = parts_.time.now(), .dice = parts_.random.next()},
                       token_in(fields));
      sending->token = token_in(fields);
      parts_.checker.observed(sending->token, Observed::nothing_left);
    }
    const milliseconds wait = parts_.random.chance(0.5) ? milliseconds{1} : std::min(limits.connect, limits.total);
    return answer(sending, wait, http::NothingLeft{"nobody listens at the gateway"});
  }
  const auto url = http::parse_url(sending->request.url);
  INVARIANT(url.ok());
  sending->url = sending->request.url;
  sending->request.headers.insert(sending->request.headers.begin(), {"Host", url->host + ":" + url->port});
  sending->request.url = url->path + (url->query.empty() ? "" : "?" + url->query);
  delays_.in(latency(20, 180), [this, sending] { arrive(sending); });
}

void Wire::arrive(const std::shared_ptr<Sending>& sending) {
  if (!sending->contact) {
    http::Response response{.status = 500};
    network_->handle(sending->request, [&](http::Response given) { response = std::move(given); });
    return answer(sending, latency(20, 180), std::move(response));
  }
  const auto fields = http::parse_form(sending->request.body).value();
  const std::string to(http::field(fields, "To").value_or(""));
  const std::string body(http::field(fields, "Body").value_or(""));
  sending->token = token_in(fields);
  parts_.checker.request_leaves(sending->token, to, body);
  parts_.checker.left(
      sending->token,
      {.method = sending->request.method, .url = sending->url, .headers = {}, .body = sending->request.body});
  http::Response response{.status = 500, .headers = {}, .body = "internal error"};
  http::Exchange exchange;
  milliseconds wait = latency(20, 180);
  if (const auto refused = take(FaultKind::too_many_requests, "contact")) {
    parts_.meanwhile(*refused, sending->token);
    response = http::json_response(429, R"({"code":20429,"message":"Too many requests","status":429})");
    exchange = std::move(response);
  } else if (take(FaultKind::error_before, "contact")) {
    exchange = std::move(response);
  } else {
    http::Response given{.status = 500};
    network_->handle(sending->request, [&](http::Response answered) { given = std::move(answered); });
    exchange = std::move(given);
    if (take(FaultKind::answer_lost, "contact")) {
      exchange = http::Broken{"the connection was closed"};
      if (parts_.random.chance(0.5)) wait = sending->limits.total;
    } else if (take(FaultKind::error_after, "contact")) {
      exchange = std::move(response);
    } else if (const auto slow = take(FaultKind::slow_answer, "contact")) {
      wait += slow->length;
    }
  }
  parts_.checker.observed(sending->token, observation_of(exchange));
  if (take(FaultKind::crash_after_send, "contact")) {
    if (const auto life = sending->from.lock()) parts_.kill(life);
  }
  answer(sending, wait, std::move(exchange));
}

void Wire::answer(const std::shared_ptr<Sending>& sending, milliseconds after, http::Exchange exchange) {
  delays_.in(after, [this, sending, exchange = std::move(exchange)]() mutable {
    const auto life = sending->from.lock();
    if (!life || life->loop.dead()) return;
    life->loop.post([this, sending, exchange = std::move(exchange)]() mutable {
      sending->done(std::move(exchange));
      if (sending->contact) parts_.checker.heard(sending->token);
      if (!sending->contact || sending->token.empty() || !take(FaultKind::crash_after_answer, "contact")) return;
      if (const auto dying = sending->from.lock()) parts_.kill(dying);
    });
  });
}

void Wire::email(const std::weak_ptr<Life>& from, mail::Message message, milliseconds total, Mailed done) {
  const auto life = from.lock();
  if (!life || life->loop.dead()) return;
  if (take(FaultKind::crash_before_send, "email")) return parts_.kill(life);
  auto shared = std::make_shared<Mailed>(std::move(done));
  const auto tell = [this, from, shared, id = message.message_id](milliseconds after, mail::Outcome outcome,
                                                                  bool arrived) {
    delays_.in(after, [this, from, shared, id, outcome = std::move(outcome), arrived]() mutable {
      const auto then = from.lock();
      if (!then || then->loop.dead()) return;
      then->loop.post([this, from, shared, id, outcome = std::move(outcome), arrived]() mutable {
        (*shared)(std::move(outcome));
        parts_.checker.heard(id);
        if (!arrived || !take(FaultKind::crash_after_answer, "email")) return;
        if (const auto dying = from.lock()) parts_.kill(dying);
      });
    });
  };
  if (unreachable()) {
    parts_.checker.observed(message.message_id, Observed::nothing_left);
    return tell(milliseconds{1}, {mail::Ending::not_sent, 0, "nobody listens"}, false);
  }
  delays_.in(latency(20, 180), [this, from, tell, total, message = std::move(message)]() mutable {
    parts_.checker.email_leaves(message);
    const std::string id = message.message_id;
    if (take(FaultKind::too_many_requests, "email")) {
      parts_.checker.observed(id, Observed::not_taken);
      return tell(latency(20, 180), {mail::Ending::not_sent, 451, "4.7.0 later"}, true);
    }
    const bool lost = take(FaultKind::answer_lost, "email").has_value();
    mailbox_->send(std::move(message), total, [](mail::Outcome) {});
    parts_.checker.observed(id, lost ? Observed::unclear : Observed::accepted);
    if (take(FaultKind::crash_after_send, "email")) {
      if (const auto dying = from.lock()) parts_.kill(dying);
    }
    if (lost) return tell(total, {mail::Ending::unknown, 0, "the connection was closed"}, true);
    tell(latency(40, 200), {mail::Ending::accepted, 250, "2.0.0 taken"}, true);
  });
}

void Wire::callback(const std::shared_ptr<Asking>& asking) {
  const bool status = asking->request.method == "POST" && asking->request.url.ends_with("/status");
  if (status) {
    if (take(FaultKind::callback_lost, "callback")) {
      return delays_.in(latency(10, 90), [asking] { asking->done(http::Broken{"lost on its way"}); });
    }
    if (const auto again = take(FaultKind::callback_doubled, "callback")) {
      auto twin = std::make_shared<Asking>();
      twin->request = asking->request;
      delays_.in(again->length, [this, twin] { ask(twin, false); });
    }
    for (const FaultKind kind : {FaultKind::callback_late, FaultKind::callback_reordered}) {
      const auto late = take(kind, "callback");
      if (!late) continue;
      delays_.in(late->length, [this, asking] { ask(asking, false); });
      // The network gives up by itself; what still arrives then is heard by the application alone.
      return;
    }
  }
  delays_.in(latency(10, 90), [this, asking] { ask(asking, true); });
}

void Wire::ask(const std::shared_ptr<Asking>& asking, bool heeded) {
  const auto life = parts_.serving();
  const auto give = [this, asking, heeded](milliseconds after, http::Exchange exchange) {
    if (!heeded || !asking->done) return;
    delays_.in(after, [asking, exchange = std::move(exchange)]() mutable { asking->done(std::move(exchange)); });
  };
  if (!life) return give(milliseconds{1}, http::NothingLeft{"nobody listens"});
  life->loop.post([this, asking, give, weak = std::weak_ptr(life)] {
    const auto there = weak.lock();
    if (!there || there->loop.dead()) return;
    http::Request request = asking->request;
    const auto url = http::parse_url(request.url);
    if (!url) return;
    request.url = url->path + (url->query.empty() ? "" : "?" + url->query);
    const std::string path = url->path;
    auto fields = http::parse_form(request.body);
    there->node->handle(std::move(request), [this, give, path, weak, fields = std::move(fields)](http::Response given) {
      const auto alive = weak.lock();
      if (!alive || alive->loop.dead()) return;
      if (fields) parts_.checker.answered(path, *fields, given);
      give(latency(10, 90), std::move(given));
    });
  });
}

}  // namespace courtesy::simulation
