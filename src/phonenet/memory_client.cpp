#include "phonenet/memory_client.h"

#include <algorithm>

#include "phonenet/network.h"

namespace courtesy::phonenet {

struct MemoryClient::Sending {
  UniqueFunction<void(http::Exchange)> done;
  std::unique_ptr<Timer> deadline;
  bool answered = false;
  std::unique_ptr<Timer> way;  ///< the request's way there, then the answer's way back
};

namespace {

/// The origin of a URL, which becomes path and query. Empty for what is none.
std::string take_origin(std::string& text) {
  auto url = http::parse_url(text);
  if (!url) return "";
  text = std::move(url->path);
  if (!url->query.empty()) text.append("?").append(url->query);
  std::string origin = std::move(url->scheme);
  origin.append("://").append(url->host);
  if (!url->port.empty()) origin.append(":").append(url->port);
  return origin;
}

/// Tells when an answer was dropped without having been given.
template <typename Function>
class Once {
 public:
  explicit Once(Function function) : function_(std::move(function)) {}
  Once(Once&& other) noexcept : function_(std::move(other.function_)), armed_(std::exchange(other.armed_, false)) {}
  Once& operator=(Once&&) = delete;
  ~Once() {
    if (armed_) function_(http::Response{.status = 500});
  }
  void operator()(http::Response response) {
    if (std::exchange(armed_, false)) function_(std::move(response));
  }

 private:
  Function function_;
  bool armed_ = true;
};

}  // namespace

void MemoryClient::connect(std::string origin, http::Handler* handler) {
  handlers_.insert_or_assign(std::move(origin), handler);
}

/// Most URLs begin with an origin just as it was connected, and need no parsing.
std::string MemoryClient::origin_of(std::string& url) const {
  const std::size_t begin = url.find("://");
  const std::size_t path = begin == std::string::npos ? begin : url.find('/', begin + 3);
  const bool plain = std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c != '#' && c != '\x7f'; });
  if (path == std::string::npos || !plain) return take_origin(url);
  std::string origin = url.substr(0, path);
  if (!handlers_.contains(origin)) return take_origin(url);
  url.erase(0, path);
  return origin;
}

void MemoryClient::send(http::Request request, http::Limits limits, UniqueFunction<void(http::Exchange)> done) {
  const auto sending = std::make_shared<Sending>();
  sending->done = std::move(done);
  const std::string origin = origin_of(request.url);
  const auto found = handlers_.find(origin);
  if (found == handlers_.end() || found->second == nullptr) {
    return loop_.post([sending, origin] { finish(sending, http::NothingLeft{"nobody listens at " + origin}); });
  }
  request.headers.emplace_back("Host", origin.substr(origin.find("//") + 2));
  const Uptime latest = clock_.uptime() + limits.total;
  if (limits.total < 2 * latency_) give_up_at(latest, sending);
  // Who holds it: the request on its way, then whoever has the answer to give, then the answer on its way.
  auto answer = Once([this, sending, alive = std::weak_ptr(alive_)](http::Response response) {
    if (!sending->done || alive.expired()) return;
    sending->answered = true;
    sending->way = loop_.at(clock_.uptime() + latency_, [sending, response = std::move(response)]() mutable {
      if (response.status == no_answer_status) return finish(sending, http::Broken{"the connection was closed"});
      finish(sending, std::move(response));
    });
  });
  sending->way =
      loop_.at(clock_.uptime() + latency_,
               [this, latest, waiting = std::weak_ptr(sending), alive = std::weak_ptr(alive_), handler = found->second,
                request = std::move(request), answer = std::move(answer)]() mutable {
                 handler->handle(std::move(request), std::move(answer));
                 const auto asked = waiting.lock();
                 if (asked && !alive.expired() && !asked->answered && asked->done) give_up_at(latest, asked);
               });
}

/// Most handlers answer at once, and need no deadline.
void MemoryClient::give_up_at(Uptime latest, const std::shared_ptr<Sending>& sending) {
  sending->deadline = loop_.at(latest, [weak = std::weak_ptr(sending)] {
    if (const auto late = weak.lock()) finish(late, http::Broken{"no answer in time"});
  });
}

void MemoryClient::finish(const std::shared_ptr<Sending>& sending, http::Exchange exchange) {
  sending->deadline.reset();
  sending->way.reset();
  if (!sending->done) return;
  auto done = std::exchange(sending->done, {});
  done(std::move(exchange));
}

}  // namespace courtesy::phonenet
