#include "app/phones.h"

#include <fmt/format.h>

namespace courtesy::app {

Result<std::unique_ptr<Phones>> Phones::open(net::AsioLoop& loop, Log& log, PhonesSettings settings) {
  std::unique_ptr<Phones> phones(new Phones);
  if (!settings.journal.empty()) {
    phones->journal_.open(settings.journal, std::ios::app);
    if (!phones->journal_) {
      return Error{
          ErrorCode::unavailable,
          fmt::format("cannot write the journal {}: is there such a folder, and is it yours?", settings.journal)};
    }
  }
  // Other processes keep a clock of their own at the same pace: holding this one would part them.
  phones->client_ = std::make_unique<net::CurlClient>(
      loop, net::CurlClientOptions{.reach = net::Reach::loopback_only, .hold_clock = false});
  phones->make_network(loop, settings);
  phones->network_->set_stopwatch([] { return Uptime{std::chrono::steady_clock::now().time_since_epoch()}; });
  if (phones->journal_.is_open()) {
    phones->network_->journal().set_sink(
        [&file = phones->journal_](const phonenet::Entry& entry) { file << to_json(entry) << std::endl; });
  }
  http::Handler& inside = phones->control_ ? static_cast<http::Handler&>(*phones->control_) : *phones->network_;
  phones->door_ = std::make_unique<phonenet::Door>(loop, loop.clock(), phones->network_->pulse(), inside,
                                                   http::Files("handset/", "The control endpoints are under /_/."));
  phones->server_ = TRY(net::Server::listen(loop, *phones->door_, log, {.port = settings.port}));
  phones->network_->set_base_url(phones->server_->url());
  return phones;
}

void Phones::make_network(net::AsioLoop& loop, PhonesSettings& settings) {
  if (!settings.virtual_start) {
    clock_ = &loop.clock();
    network_ = std::make_unique<phonenet::Network>(loop, *clock_, *client_, std::move(settings.network));
    return;
  }
  time_ = std::make_unique<VirtualTime>(*settings.virtual_start);
  clock_ = time_.get();
  counting_ = std::make_unique<phonenet::CountingClient>(*client_);
  network_ = std::make_unique<phonenet::Network>(*time_, *time_, *counting_, std::move(settings.network));
  control_ = std::make_unique<phonenet::TimeControl>(*time_, *counting_, *network_);
}

}  // namespace courtesy::app
