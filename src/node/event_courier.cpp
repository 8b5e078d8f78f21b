#include "node/event_courier.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.h"
#include "http/outside_url.h"
#include "node/errands.h"
#include "store/ledger.h"
#include "store/unit.h"

namespace courtesy {
namespace {

/// One delivery, held by whatever it waits for.
struct Delivery {
  EventBook::Due which;
  StoredEvent event{};
  std::string url{};
  std::vector<Secret<std::string>> keys{};
  bool due = false;
};
using Shared = std::shared_ptr<Delivery>;

}  // namespace

http::Request delivery_of(AccountId account, const StoredEvent& event, const std::string& url, Instant at,
                          const std::vector<Secret<std::string>>& keys) {
  const std::string id = fmt::format("evt_{}_{}", account.value(), event.id.value());
  const std::string timestamp = std::to_string(to_millis(at) / 1000);
  std::string signatures;
  for (const auto& key : keys) {
    if (!signatures.empty()) signatures += " ";
    signatures += "v1," + base64(hmac_sha256(key.reveal(), fmt::format("{}.{}.{}", id, timestamp, event.body)));
  }
  return {.method = "POST",
          .url = url,
          .headers = {{"Content-Type", "application/json"},
                      {"User-Agent", "Courtesy"},
                      {"webhook-id", id},
                      {"webhook-timestamp", timestamp},
                      {"webhook-signature", signatures}},
          .body = event.body};
}

struct EventCourier::Core : Errands<EventCourier::Core, EventBook::Due> {
  static constexpr auto tick = EventCourier::tick;
  static constexpr std::size_t most_at_once = EventCourier::most_at_once;
  static constexpr std::string_view not_looked_for = "events_not_looked_for";
  static Result<std::vector<EventBook::Due>> due(Unit& unit) { return EventBook(unit).due(100); }

  explicit Core(Parts all) : parts(std::move(all)) {}

  bool has_room(AccountId account) const {
    const auto of_account = std::ranges::count(under_way(), account, &EventBook::Due::account);
    return static_cast<std::size_t>(of_account) < most_of_account;
  }

  void begin(const EventBook::Due& which) {
    if (!has_room(which.account) || !take(which)) return;
    const auto delivery = std::make_shared<Delivery>(Delivery{.which = which});
    parts.store.read(
        which.account,
        [delivery](Unit& unit) -> Result<void> {
          EventBook book(unit);
          delivery->event = TRY(book.get(delivery->which.event));
          const EventTarget target = TRY(book.target());
          delivery->url = target.url;
          delivery->keys = book.signing_keys(target);
          // Its delivery may have ended since it was found to be due.
          delivery->due = delivery->event.next_at && *delivery->event.next_at <= unit.now();
          return {};
        },
        while_here([delivery](Core& self, Result<void> result) {
          if (!result || !delivery->due || delivery->url.empty()) return self.leave(delivery->which);
          self.send(delivery);
        }));
  }

  void send(const Shared& delivery) {
    const auto url = http::check_outside_url(delivery->url, parts.this_machine_too);
    if (!url) return note(delivery, false, "the address is " + url.error().message);
    const Instant at = (parts.watch != nullptr ? *parts.watch : parts.clock).now();
    parts.http.send(delivery_of(delivery->which.account, delivery->event, *url, at, delivery->keys), limits,
                    while_here([delivery](Core& self, http::Exchange exchange) { self.hear(delivery, exchange); }));
  }

  void hear(const Shared& delivery, const http::Exchange& exchange) {
    if (const auto* nothing = std::get_if<http::NothingLeft>(&exchange)) return note(delivery, false, nothing->why);
    if (const auto* broken = std::get_if<http::Broken>(&exchange)) return note(delivery, false, broken->why);
    const int status = std::get<http::Response>(exchange).status;
    note(delivery, status >= 200 && status < 300, fmt::format("the address answers {}", status));
  }

  void note(const Shared& delivery, bool taken, const std::string& answer) {
    if (!taken) {
      parts.log.warning("event_not_delivered", {{"account", std::to_string(delivery->which.account.value())},
                                                {"flow_event", std::to_string(delivery->which.event.value())},
                                                {"why", answer}});
    }
    const bool last = !taken && !event_back_off(delivery->event.tries + 1);
    parts.store.write(
        delivery->which.account,
        [delivery, taken, answer, last](Unit& unit) -> Result<void> {
          TRY(EventBook(unit).note(delivery->which.event, taken, answer));
          if (!taken && !last) return {};
          LedgerBody body;
          body.plain("event", delivery->which.event.value()).plain("detail", answer);
          return unit.ledger().append({.kind = taken ? LedgerKind::sent : LedgerKind::error,
                                       .code = taken ? "event_delivered" : "event_given_up",
                                       .body = std::move(body)});
        },
        while_here([delivery](Core& self, const WriteEnding&) { self.leave(delivery->which); }));
  }

  Parts parts;
};

EventCourier::EventCourier(Parts parts) : core_(std::make_shared<Core>(std::move(parts))) {}
EventCourier::~EventCourier() = default;

void EventCourier::start() { core_->start(); }

}  // namespace courtesy
