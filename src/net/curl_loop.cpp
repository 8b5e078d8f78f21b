#include "net/curl_loop.h"

#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <map>

namespace courtesy::net {
namespace asio = boost::asio;
using boost::system::error_code;

void start_curl() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  INVARIANT(started == CURLE_OK);
  // OpenSSL writes to sockets without MSG_NOSIGNAL, and libcurl told not to touch signals does not cover for it.
  static const auto before = std::signal(SIGPIPE, SIG_IGN);
  INVARIANT(before != SIG_ERR);
}

// libcurl opens and closes its sockets itself, and a closed number may be another's at once. So Asio never sees them:
// they lie in an epoll set of our own, which the kernel keeps true, and Asio watches the set.
struct CurlLoop::Core : std::enable_shared_from_this<Core> {
  explicit Core(AsioLoop& its_loop)
      : loop(its_loop),
        multi(curl_multi_init()),
        set(its_loop.context(), ::epoll_create1(EPOLL_CLOEXEC)),
        timer(its_loop.context()) {}

  static int on_socket(CURL*, curl_socket_t fd, int what, void* core, void* known);
  static int on_timer(CURLM*, long wait_ms, void* core);
  void watch_sockets();
  void sockets_ready();
  void act(curl_socket_t fd, int events);
  void report_finished();

  AsioLoop& loop;
  CURLM* multi;
  asio::posix::stream_descriptor set;
  asio::steady_timer timer;
  std::map<CURL*, UniqueFunction<void(CURLcode)>> under_way;
};

int CurlLoop::Core::on_socket(CURL*, curl_socket_t fd, int what, void* self, void* known) {
  auto& core = *static_cast<Core*>(self);
  if (what == CURL_POLL_REMOVE) {
    ::epoll_ctl(core.set.native_handle(), EPOLL_CTL_DEL, fd, nullptr);
    curl_multi_assign(core.multi, fd, nullptr);
    return 0;
  }
  epoll_event event{};
  event.data.fd = fd;
  if (what & CURL_POLL_IN) event.events |= EPOLLIN;
  if (what & CURL_POLL_OUT) event.events |= EPOLLOUT;
  ::epoll_ctl(core.set.native_handle(), known == nullptr ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, fd, &event);
  curl_multi_assign(core.multi, fd, self);  // anything but null: known from now on
  return 0;
}

int CurlLoop::Core::on_timer(CURLM*, long wait_ms, void* self) {
  auto& core = *static_cast<Core*>(self);
  core.timer.cancel();
  if (wait_ms < 0) return 0;
  core.timer.expires_after(milliseconds(wait_ms));
  core.timer.async_wait([weak = core.weak_from_this()](const error_code& error) {
    const auto alive = weak.lock();
    if (!error && alive) alive->act(CURL_SOCKET_TIMEOUT, 0);
  });
  return 0;
}

void CurlLoop::Core::watch_sockets() {
  set.async_wait(asio::posix::stream_descriptor::wait_read, [weak = weak_from_this()](const error_code& error) {
    const auto alive = weak.lock();
    if (error || !alive) return;
    alive->sockets_ready();
    alive->watch_sockets();
  });
}

void CurlLoop::Core::sockets_ready() {
  std::array<epoll_event, 64> ready{};
  const int count = ::epoll_wait(set.native_handle(), ready.data(), static_cast<int>(ready.size()), 0);
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = ready[static_cast<std::size_t>(i)];
    int events = 0;
    if (event.events & EPOLLIN) events |= CURL_CSELECT_IN;
    if (event.events & EPOLLOUT) events |= CURL_CSELECT_OUT;
    if (event.events & (EPOLLERR | EPOLLHUP)) events |= CURL_CSELECT_ERR;
    act(event.data.fd, events);
  }
}

void CurlLoop::Core::act(curl_socket_t fd, int events) {
  int running = 0;
  curl_multi_socket_action(multi, fd, events, &running);
  report_finished();
}

void CurlLoop::Core::report_finished() {
  int left = 0;
  while (CURLMsg* message = curl_multi_info_read(multi, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    CURL* handle = message->easy_handle;
    const CURLcode code = message->data.result;
    curl_multi_remove_handle(multi, handle);  // `message` is gone with it
    auto found = under_way.extract(handle);
    // Posted, since whoever is told may send again, or end the client.
    loop.post([done = std::move(found.mapped()), code]() mutable { done(code); });
  }
}

CurlLoop::CurlLoop(AsioLoop& loop, Bounds bounds) {
  start_curl();
  core_ = std::make_shared<Core>(loop);
  INVARIANT(core_->multi != nullptr && core_->set.is_open());
  curl_multi_setopt(core_->multi, CURLMOPT_SOCKETFUNCTION, &Core::on_socket);
  curl_multi_setopt(core_->multi, CURLMOPT_SOCKETDATA, core_.get());
  curl_multi_setopt(core_->multi, CURLMOPT_TIMERFUNCTION, &Core::on_timer);
  curl_multi_setopt(core_->multi, CURLMOPT_TIMERDATA, core_.get());
  curl_multi_setopt(core_->multi, CURLMOPT_PIPELINING, CURLPIPE_NOTHING);
  curl_multi_setopt(core_->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, bounds.connections);
  curl_multi_setopt(core_->multi, CURLMOPT_MAXCONNECTS, bounds.idle_connections);
  core_->watch_sockets();
}

CurlLoop::~CurlLoop() {
  for (const auto& [handle, done] : core_->under_way) curl_multi_remove_handle(core_->multi, handle);
  curl_multi_cleanup(core_->multi);
  core_->timer.cancel();
  error_code ignored;
  core_->set.close(ignored);
}

void CurlLoop::add(CURL* handle, UniqueFunction<void(CURLcode)> done) {
  core_->under_way.emplace(handle, std::move(done));
  curl_multi_add_handle(core_->multi, handle);
}

}  // namespace courtesy::net
