#include "net/smtp.h"

#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "mail/compose.h"
#include "net/curl_loop.h"
#include "net/smtp_session.h"

namespace courtesy::net {
namespace {

using Steady = std::chrono::steady_clock;
constexpr milliseconds connect_time{10'000};

struct Job {
  std::string from;
  std::string to;
  std::string text;  // composed
  Steady::time_point deadline;
  PacedClock::Hold hold;
  UniqueFunction<void(mail::Outcome)> done;
};

/// A host name, an IPv4 address, or an IPv6 one in brackets: nothing that would say more in a URL.
bool is_host(std::string_view text) {
  return !text.empty() && text.size() <= 253 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-.:[]").find(c) != std::string_view::npos;
  });
}

/// One message through one connection, on the calling thread.
class Delivery {
 public:
  Delivery(const SmtpSettings& settings, const Job& job, const std::atomic<bool>& stopping)
      : settings_(settings), job_(job), stopping_(stopping), handle_(curl_easy_init()) {
    INVARIANT(handle_ != nullptr);
  }
  Delivery(const Delivery&) = delete;
  Delivery& operator=(const Delivery&) = delete;
  ~Delivery();

  mail::Outcome run();

 private:
  void prepare();
  void prepare_sign_in();
  milliseconds time_left() const { return std::chrono::ceil<milliseconds>(job_.deadline - Steady::now()); }

  static std::size_t on_read(char* room, std::size_t, std::size_t size, void* self);
  static int on_debug(CURL*, curl_infotype type, char* data, std::size_t size, void* self);
  static curl_socket_t on_open(void* self, curlsocktype, curl_sockaddr* address);
  static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

  template <typename T>
  void set(CURLoption option, T value) {
    curl_easy_setopt(handle_, option, value);
  }

  const SmtpSettings& settings_;
  const Job& job_;
  const std::atomic<bool>& stopping_;
  CURL* handle_;
  curl_slist* recipients_ = nullptr;
  std::size_t read_ = 0;
  SmtpSession session_;
  const char* fault_ = nullptr;
};

/// libcurl says QUIT here and waits two minutes for an answer: with our receiving end shut it is told at once that
/// there is none.
Delivery::~Delivery() {
  curl_socket_t fd = CURL_SOCKET_BAD;
  curl_easy_getinfo(handle_, CURLINFO_ACTIVESOCKET, &fd);
  if (fd != CURL_SOCKET_BAD) ::shutdown(fd, SHUT_RD);
  curl_easy_cleanup(handle_);
  curl_slist_free_all(recipients_);
}

void Delivery::prepare() {
  const std::string scheme = settings_.tls == SmtpTls::implicit ? "smtps://" : "smtp://";
  const std::string url = scheme + settings_.host + ":" + std::to_string(settings_.port) + "/" + settings_.hello;
  set(CURLOPT_URL, url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(CURLOPT_USE_SSL, static_cast<long>(settings_.tls == SmtpTls::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_PROXY, "");
  set(CURLOPT_UPLOAD, 1L);
  set(CURLOPT_MAIL_FROM, ("<" + job_.from + ">").c_str());
  recipients_ = curl_slist_append(nullptr, ("<" + job_.to + ">").c_str());
  set(CURLOPT_MAIL_RCPT, recipients_);
  set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(job_.text.size()));
  set(CURLOPT_READFUNCTION, &Delivery::on_read);
  set(CURLOPT_READDATA, this);
  set(CURLOPT_VERBOSE, 1L);  // to hear the conversation; nothing is printed
  set(CURLOPT_DEBUGFUNCTION, &Delivery::on_debug);
  set(CURLOPT_DEBUGDATA, this);
  set(CURLOPT_OPENSOCKETFUNCTION, &Delivery::on_open);
  set(CURLOPT_OPENSOCKETDATA, this);
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, &Delivery::on_progress);
  set(CURLOPT_XFERINFODATA, this);
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(time_left().count()));
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min(time_left(), connect_time).count()));
  prepare_sign_in();
}

void Delivery::prepare_sign_in() {
  if (!settings_.ca_file.empty()) set(CURLOPT_CAINFO, settings_.ca_file.c_str());
  if (settings_.user.empty()) return;
  set(CURLOPT_USERNAME, settings_.user.c_str());
  set(CURLOPT_PASSWORD, settings_.password.reveal().c_str());
}

mail::Outcome Delivery::run() {
  if (time_left().count() <= 0) {
    return {.ending = mail::Ending::not_sent, .code = 0, .detail = "its time was over before a connection was free"};
  }
  prepare();
  const CURLcode code = curl_easy_perform(handle_);
  return session_.outcome(fault_ != nullptr ? fault_ : curl_easy_strerror(code));
}

std::size_t Delivery::on_read(char* room, std::size_t, std::size_t size, void* self) {
  auto& delivery = *static_cast<Delivery*>(self);
  const std::size_t piece = std::min(size, delivery.job_.text.size() - delivery.read_);
  std::memcpy(room, delivery.job_.text.data() + delivery.read_, piece);
  delivery.read_ += piece;
  delivery.session_.body_begins();
  if (delivery.read_ == delivery.job_.text.size()) delivery.session_.body_ends();
  return piece;
}

int Delivery::on_debug(CURL*, curl_infotype type, char* data, std::size_t size, void* self) {
  auto& delivery = *static_cast<Delivery*>(self);
  if (type == CURLINFO_HEADER_IN) delivery.session_.reply({data, size});
  if (type == CURLINFO_HEADER_OUT) delivery.session_.command({data, size});
  return 0;
}

curl_socket_t Delivery::on_open(void* self, curlsocktype, curl_sockaddr* address) {
  auto& delivery = *static_cast<Delivery*>(self);
  if (!reachable(delivery.settings_.reach, address->addr)) {
    delivery.fault_ = why_not(delivery.settings_.reach);
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

int Delivery::on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Delivery*>(self)->stopping_ ? 1 : 0;
}

}  // namespace

struct SmtpClient::Core {
  Core(AsioLoop& its_loop, Settings its_settings) : loop(its_loop), settings(std::move(its_settings)) {}

  void work();
  void deliver(Job job);
  bool enqueue(Job& job);

  AsioLoop& loop;
  const Settings settings;
  std::atomic<bool> stopping{false};
  std::mutex mutex;
  std::condition_variable something_waits;
  std::deque<Job> waiting;
  std::size_t idle = 0;
  std::vector<std::thread> threads;
};

void SmtpClient::Core::work() {
  std::unique_lock lock(mutex);
  while (true) {
    ++idle;
    something_waits.wait(lock, [&] { return stopping || !waiting.empty(); });
    --idle;
    if (stopping) return;
    Job job = std::move(waiting.front());
    waiting.pop_front();
    lock.unlock();
    deliver(std::move(job));
    lock.lock();
  }
}

void SmtpClient::Core::deliver(Job job) {
  Delivery delivery(settings, job, stopping);
  mail::Outcome outcome = delivery.run();
  if (stopping) return;
  // Told before the connection is closed, which may take a moment.
  loop.post([done = std::move(job.done), hold = std::move(job.hold), outcome = std::move(outcome)]() mutable {
    hold = PacedClock::Hold();
    done(std::move(outcome));
  });
}

/// Threads are started as they are needed. False when too many wait.
bool SmtpClient::Core::enqueue(Job& job) {
  const std::lock_guard lock(mutex);
  if (waiting.size() >= settings.waiting) return false;
  waiting.push_back(std::move(job));
  if (idle < waiting.size() && threads.size() < settings.at_once) threads.emplace_back([this] { work(); });
  something_waits.notify_one();
  return true;
}

SmtpClient::SmtpClient(std::unique_ptr<Core> core) : core_(std::move(core)) {}

Result<std::unique_ptr<SmtpClient>> SmtpClient::make(AsioLoop& loop, Settings settings) {
  if (!is_host(settings.host)) return invalid("smtp host: not a host name: write it as mail.example.com");
  if (!is_host(settings.hello)) return invalid("smtp hello: not a host name: write it as clinic.example.com");
  if (!settings.user.empty() && settings.tls == SmtpTls::none && settings.reach != Reach::loopback_only)
    return invalid("smtp tls: a password is never sent in the clear: choose starttls or implicit");
  start_curl();
  return std::unique_ptr<SmtpClient>(new SmtpClient(std::make_unique<Core>(loop, std::move(settings))));
}

SmtpClient::~SmtpClient() {
  {
    const std::lock_guard lock(core_->mutex);
    core_->stopping = true;
  }
  core_->something_waits.notify_all();
  for (std::thread& thread : core_->threads) thread.join();
}

void SmtpClient::send(mail::Message message, milliseconds total, UniqueFunction<void(mail::Outcome)> done) {
  Result<std::string> text = mail::compose(message, core_->loop.clock().now());
  std::string fault = text.ok() ? std::string() : text.error().message;
  const Reach reach = core_->settings.reach;
  if (fault.empty() && !may_look_up(reach, core_->settings.host)) fault = why_not(reach);
  Job job{.from = std::move(message.from),
          .to = std::move(message.to),
          .text = text.ok() ? std::move(text.value()) : std::string(),
          .deadline = Steady::now() + total,
          .hold = {},
          .done = std::move(done)};
  if (core_->settings.hold_clock) job.hold = core_->loop.clock().hold();
  if (fault.empty() && core_->enqueue(job)) return;
  if (fault.empty()) fault = "too many messages wait";
  core_->loop.post([done = std::move(job.done), fault = std::move(fault)]() mutable {
    done({.ending = mail::Ending::not_sent, .code = 0, .detail = std::move(fault)});
  });
}

}  // namespace courtesy::net
