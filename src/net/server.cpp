// Rules for coroutines here, since gcc 12 miscompiles some shapes: arguments of an awaited call are named variables
// or constructor calls, never braces; no capturing lambda stands in an expression that awaits.
#include "net/server.h"

#include <algorithm>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/string_body.hpp>
#include <set>

namespace courtesy::net {
namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::awaitable;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

using Steady = std::chrono::steady_clock;
using Parser = beast::http::request_parser<beast::http::string_body>;

constexpr std::size_t default_body_limit = 1 << 20;
constexpr std::size_t header_piece = 4 << 10;
constexpr std::size_t body_piece = 64 << 10;
/// Bytes a second: who is slower than this holds a connection for nothing.
constexpr std::size_t slowest_peer = 4 << 10;
constexpr seconds linger{2};
constexpr milliseconds accept_pause{100};

std::chrono::nanoseconds time_for(std::size_t bytes) {
  return std::chrono::nanoseconds(seconds(1)) * static_cast<std::int64_t>(bytes / slowest_peer);
}

/// Why a request is not handed on. Status 0: it is; status 1: the client is gone, there is nobody to tell.
struct Refusal {
  constexpr Refusal(int its_status, const char* its_words) : status(its_status), words(its_words) {}
  int status;
  const char* words;
  explicit operator bool() const { return status != 0; }
};
constexpr Refusal fine{0, ""};
constexpr Refusal gone{1, ""};

bool equal_names(std::string_view a, std::string_view b) { return beast::iequals(a, b); }
bool begins_with(std::string_view name, std::string_view prefix) {
  return name.size() >= prefix.size() && equal_names(name.substr(0, prefix.size()), prefix);
}

/// Written by a proxy, or by anybody: nothing here may believe it.
bool is_forwarding(std::string_view name) {
  return begins_with(name, "x-forwarded-") || equal_names(name, "forwarded") || equal_names(name, "x-real-ip");
}

bool is_ours(std::string_view name) {
  constexpr std::string_view ours[] = {"content-length", "connection", "transfer-encoding", "date", "keep-alive"};
  return std::any_of(std::begin(ours), std::end(ours), [&](std::string_view one) { return equal_names(name, one); });
}

bool can_be_sent(const http::Response& response) {
  if (response.status < 200 || response.status > 599) return false;
  return std::all_of(response.headers.begin(), response.headers.end(), [](const auto& header) {
    const auto& [name, value] = header;
    const bool token = std::all_of(name.begin(), name.end(), [](unsigned char c) {
      return c > ' ' && c < 0x7f &&
             std::string_view("()<>@,;:\\\"/[]?={}").find(static_cast<char>(c)) == std::string_view::npos;
    });
    return token && !name.empty() && value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos;
  });
}

/// Beast refuses a doubled length, or a length beside chunks. What it takes and we do not: codings other than
/// `chunked`, whose end nobody could know, and chunks in HTTP/1.0; both have been used to smuggle requests.
Refusal refuse_head(const Parser& parser) {
  const auto& head = parser.get();
  const auto hosts = head.count(beast::http::field::host);
  if (head.version() != 11 && head.version() != 10) return {400, "only HTTP/1.1 and HTTP/1.0 are spoken here"};
  if (hosts > 1 || (hosts == 0 && head.version() == 11)) return {400, "a request has one Host header"};
  for (const auto& field : head) {
    if (field.name() != beast::http::field::transfer_encoding) continue;
    if (head.version() == 10 || !parser.chunked() || !beast::iequals(field.value(), "chunked"))
      return {400, "Transfer-Encoding may be chunked and nothing else, and not in HTTP/1.0"};
  }
  if (const auto expect = head.find(beast::http::field::expect); expect != head.end()) {
    if (!beast::iequals(expect->value(), "100-continue")) return {417, "Expect may be 100-continue and nothing else"};
  }
  return fine;
}

Refusal refuse_syntax(const error_code& error) {
  using Wrong = beast::http::error;
  if (error == Wrong::header_limit) return {431, "the header is too large"};
  if (error == Wrong::body_limit) return {413, "the body is larger than may be sent to this address"};
  if (error == Wrong::bad_content_length || error == Wrong::multiple_content_length)
    return {400, "Content-Length must be one number, and not stand beside Transfer-Encoding"};
  if (error == Wrong::bad_transfer_encoding)
    return {400, "Transfer-Encoding must be one, and not stand beside Content-Length"};
  return {400, "this is not an HTTP/1.1 request"};
}

/// Path and query, also of `GET http://host/path`, which RFC 9112 §3.2.2 says a server must take.
Result<std::string> target_of(const Parser& parser) {
  std::string target(parser.get().target());
  if (!target.empty() && target.front() == '/') return target;
  const http::Url url = TRY(http::parse_url(target));
  return url.query.empty() ? url.path : url.path + "?" + url.query;
}

/// Who asks, as far as it can be told.
struct Asker {
  std::string socket;
  bool behind_proxy;

  template <typename Message>
  std::string address(const Message& message) const {
    std::string_view last;
    bool passed_on = false;
    for (const auto& field : message) {
      passed_on = passed_on || is_forwarding(field.name_string());
      if (equal_names(field.name_string(), "x-forwarded-for")) last = field.value();
    }
    if (!passed_on) return socket;
    if (!behind_proxy) return {};
    if (const auto comma = last.rfind(','); comma != std::string_view::npos) last = last.substr(comma + 1);
    while (last.starts_with(' ')) last.remove_prefix(1);
    error_code error;
    const auto address = asio::ip::make_address(std::string(last), error);
    return error ? std::string{} : address.to_string();
  }
};

/// Empty where the other end is gone by now.
std::string remote_address(const tcp::socket& socket) {
  error_code nameless;
  const auto remote = socket.remote_endpoint(nameless);
  return nameless ? std::string{} : remote.address().to_string();
}

/// As the handler sees it, but for the body. What comes after the body (trailers) is no header.
http::Request request_of(const Parser& parser, std::string target, const Asker& asker) {
  const auto& message = parser.get();
  http::Request request;
  request.peer = asker.address(message);
  request.method = message.method_string();
  if (request.method == "HEAD") request.method = "GET";
  request.url = std::move(target);
  for (const auto& field : message) {
    const std::string_view name = field.name_string();
    if (!is_forwarding(name)) request.headers.emplace_back(name, field.value());
  }
  return request;
}

/// What a refusal goes by: the path, and in which languages whoever asked reads.
http::Request asked_by(const Parser& parser, std::string_view target) {
  http::Request asked;
  asked.url = target.substr(0, target.find('?'));
  const auto languages = parser.get().find(beast::http::field::accept_language);
  if (languages != parser.get().end()) asked.headers.emplace_back("Accept-Language", languages->value());
  return asked;
}

struct Manner {
  bool keep_alive = false;
  bool head_only = false;
  unsigned version = 11;
};

std::string head_of(const http::Response& response, Manner manner, Instant now) {
  const std::string status = std::to_string(response.status);
  const std::string_view reason = beast::http::obsolete_reason(static_cast<beast::http::status>(response.status));
  std::string head = "HTTP/1.1 " + status + " " + std::string(reason) + "\r\n";
  for (const auto& [name, value] : response.headers) {
    if (!is_ours(name)) head += name + ": " + value + "\r\n";
  }
  std::string date = to_rfc2822(now);
  date.replace(date.size() - 5, 5, "GMT");
  head += "Date: " + date + "\r\n";
  if (response.status != 204 && response.status != 304)
    head += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
  if (!manner.keep_alive) head += "Connection: close\r\n";
  if (manner.keep_alive && manner.version == 10) head += "Connection: keep-alive\r\n";
  return head + "\r\n";
}

bool has_body(const http::Response& response, Manner manner) {
  return !manner.head_only && response.status != 204 && response.status != 304;
}

/// What a connection waits for while its handler thinks.
struct Answer {
  explicit Answer(const asio::any_io_executor& executor) : wake(executor) {}
  void give(http::Response given) {
    if (response) return;
    response = std::move(given);
    wake.cancel();
  }

  std::optional<http::Response> response;
  asio::steady_timer wake;
};

/// The handler's end of it. The connection may be gone by then.
class Reply {
 public:
  explicit Reply(std::weak_ptr<Answer> answer) : answer_(std::move(answer)) {}
  Reply(Reply&&) = default;
  Reply& operator=(Reply&&) = delete;
  ~Reply() {
    if (const auto answer = answer_.lock()) answer->give(http::text_response(500, "nothing here answered\n"));
  }
  void operator()(http::Response response) {
    if (const auto answer = answer_.lock()) answer->give(std::move(response));
  }

 private:
  std::weak_ptr<Answer> answer_;
};

}  // namespace

class Connection;

struct Server::Core {
  Core(AsioLoop& its_loop, http::Handler& its_handler, Log& its_log, Options its_options)
      : clock(its_loop.clock()),
        handler(&its_handler),
        log(its_log),
        options(std::move(its_options)),
        acceptor(its_loop.context()),
        pause(its_loop.context()),
        grace(its_loop.context()) {}

  std::size_t body_limit(const Parser& parser, std::string_view target) const {
    if (!options.body_limit) return default_body_limit;
    return options.body_limit(parser.get().method_string(), target.substr(0, target.find('?')));
  }
  /// Well before the last place is taken, nobody keeps one for later.
  bool crowded() const { return connections.size() > options.connections - options.connections / 4; }
  static awaitable<void> accept_all(std::shared_ptr<Core> core);
  void close_connections(bool busy_ones_too);
  void left(Connection* connection);

  const Clock& clock;
  http::Handler* handler;  // null once the server is gone
  Log& log;
  const Options options;
  tcp::acceptor acceptor;
  asio::steady_timer pause;  // of accepting; its cancelling ends it
  asio::steady_timer grace;
  std::set<Connection*> connections;
  std::uint16_t port = 0;
  bool stopping = false;
  Task stopped;
};

/// One client's socket, its buffer, and the time by which the step under way must be done.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(std::shared_ptr<Server::Core> core, tcp::socket socket)
      : core_(std::move(core)),
        socket_(std::move(socket)),
        timer_(socket_.get_executor()),
        asker_{.socket = remote_address(socket_), .behind_proxy = core_->options.behind_proxy} {
    core_->connections.insert(this);
  }
  ~Connection() { core_->left(this); }

  static awaitable<void> serve(std::shared_ptr<Connection> self);

  bool busy() const { return busy_; }
  void close() {
    error_code ignored;
    socket_.close(ignored);
    closed_ = true;
    if (answer_) answer_->wake.cancel();
  }

 private:
  awaitable<bool> serve_one();
  awaitable<Refusal> read_head(Parser& parser);
  awaitable<Refusal> read_body(Parser& parser);
  awaitable<error_code> read_some(std::size_t most, Steady::time_point deadline);
  awaitable<bool> write(std::string_view head, std::string_view body);
  awaitable<http::Response> ask_handler(http::Request request);
  awaitable<bool> send(http::Response response, Manner manner);
  awaitable<bool> refuse(Refusal refusal);
  http::Response told(Refusal refusal) const;
  awaitable<void> end();
  void set_deadline(Steady::time_point deadline);

  std::shared_ptr<Server::Core> core_;
  tcp::socket socket_;
  asio::steady_timer timer_;
  const Asker asker_;
  beast::flat_buffer buffer_;
  std::shared_ptr<Answer> answer_;
  http::Request asked_;  ///< for `refusal`; its url is empty until the path is known
  bool timed_out_ = false;
  bool closed_ = false;
  bool busy_ = false;
  bool first_ = true;
};

void Server::Core::close_connections(bool busy_ones_too) {
  for (Connection* connection : connections) {
    if (busy_ones_too || !connection->busy()) connection->close();
  }
}

void Server::Core::left(Connection* connection) {
  connections.erase(connection);
  pause.cancel();
  if (stopping && connections.empty() && stopped) {
    grace.cancel();
    asio::post(pause.get_executor(), std::exchange(stopped, Task()));
  }
}

/// Cancels what the socket is doing when `deadline` passes; Steady::time_point::max() lets it be.
void Connection::set_deadline(Steady::time_point deadline) {
  timed_out_ = false;
  timer_.expires_at(deadline);
  if (deadline == Steady::time_point::max()) return;
  timer_.async_wait([weak = weak_from_this()](const error_code& error) {
    const auto self = weak.lock();
    // A wait that was over before it was set anew may come late, and then means nothing.
    if (error || !self || self->timer_.expiry() > Steady::now()) return;
    self->timed_out_ = true;
    error_code ignored;
    self->socket_.cancel(ignored);
  });
}

awaitable<error_code> Connection::read_some(std::size_t most, Steady::time_point deadline) {
  set_deadline(deadline);
  error_code error;
  const auto room = buffer_.prepare(most);
  auto token = asio::redirect_error(asio::use_awaitable, error);
  const std::size_t size = co_await socket_.async_read_some(room, token);
  buffer_.commit(size);
  if (timed_out_) error = asio::error::timed_out;
  set_deadline(Steady::time_point::max());
  co_return error;
}

awaitable<Refusal> Connection::read_head(Parser& parser) {
  if (buffer_.size() == 0) {
    const auto patience = first_ ? core_->options.header : core_->options.idle;
    const auto deadline = Steady::now() + patience;
    const error_code error = co_await read_some(header_piece, deadline);
    if (error) co_return gone;
  }
  busy_ = true;
  first_ = false;
  const auto deadline = Steady::now() + core_->options.header;
  while (true) {
    error_code error;
    buffer_.consume(parser.put(buffer_.cdata(), error));
    if (error && error != beast::http::error::need_more) co_return refuse_syntax(error);
    if (parser.is_header_done()) co_return refuse_head(parser);
    error = co_await read_some(header_piece, deadline);
    if (error == asio::error::timed_out) co_return Refusal(408, "the header took too long to arrive");
    if (error) co_return gone;
  }
}

awaitable<Refusal> Connection::read_body(Parser& parser) {
  const auto begun = Steady::now();
  std::size_t received = 0;
  parser.eager(true);
  while (!parser.is_done()) {
    if (buffer_.size() > 0) {
      error_code error;
      buffer_.consume(parser.put(buffer_.cdata(), error));
      if (error && error != beast::http::error::need_more) co_return refuse_syntax(error);
      if (parser.is_done()) break;
    }
    const Steady::time_point soon = Steady::now() + core_->options.body;
    const Steady::time_point slowest = begun + core_->options.body + time_for(received);
    const auto deadline = std::min(soon, slowest);
    const std::size_t before = buffer_.size();
    const error_code error = co_await read_some(body_piece, deadline);
    if (error == asio::error::timed_out) co_return Refusal(408, "the body took too long to arrive");
    if (error) co_return gone;
    received += buffer_.size() - before;
  }
  co_return fine;
}

awaitable<bool> Connection::write(std::string_view head, std::string_view body) {
  const auto patience = core_->options.body + time_for(head.size() + body.size());
  set_deadline(Steady::now() + patience);
  error_code error;
  const std::array<asio::const_buffer, 2> pieces{asio::buffer(head), asio::buffer(body)};
  auto token = asio::redirect_error(asio::use_awaitable, error);
  co_await asio::async_write(socket_, pieces, token);
  set_deadline(Steady::time_point::max());
  co_return !error;
}

awaitable<http::Response> Connection::ask_handler(http::Request request) {
  answer_ = std::make_shared<Answer>(socket_.get_executor());
  answer_->wake.expires_after(core_->options.answer);
  try {
    core_->handler->handle(std::move(request), Reply(answer_));
  } catch (const std::exception& exception) {
    core_->log.error("http_handler_threw", {{"what", exception.what()}});
  }
  if (!answer_->response) {
    error_code ignored;
    auto token = asio::redirect_error(asio::use_awaitable, ignored);
    co_await answer_->wake.async_wait(token);
  }
  http::Response response =
      answer_->response ? std::move(*answer_->response) : told(Refusal(503, "no answer was ready in time"));
  answer_.reset();
  co_return response;
}

awaitable<bool> Connection::send(http::Response response, Manner manner) {
  if (!can_be_sent(response)) {
    core_->log.error("http_answer_cannot_be_sent", {{"status", std::to_string(response.status)}});
    response = http::text_response(500, "the answer cannot be sent as it is\n");
  }
  const std::string head = head_of(response, manner, core_->clock.now());
  const std::string_view body = has_body(response, manner) ? std::string_view(response.body) : std::string_view();
  const bool written = co_await write(head, body);
  co_return written&& manner.keep_alive;
}

http::Response Connection::told(Refusal refusal) const {
  if (!asked_.url.empty() && core_->options.refusal)
    return core_->options.refusal(refusal.status, asked_, refusal.words);
  return http::text_response(refusal.status, std::string(refusal.words) + "\n");
}

awaitable<bool> Connection::refuse(Refusal refusal) {
  if (refusal.status == gone.status) co_return false;
  http::Response response = told(refusal);
  const Manner manner;
  co_return co_await send(std::move(response), manner);
}

/// One request and its answer; whether the connection may have another.
awaitable<bool> Connection::serve_one() {
  Parser parser;
  parser.header_limit(static_cast<std::uint32_t>(core_->options.header_bytes));
  parser.body_limit(boost::none);  // set below, when it is known what is asked for
  parser.eager(false);
  asked_ = {};
  Refusal refusal = co_await read_head(parser);
  if (refusal) co_return co_await refuse(refusal);
  Result<std::string> target = target_of(parser);
  if (!target.ok()) {
    refusal = Refusal(400, "the request line must name a path that begins with /");
    co_return co_await refuse(refusal);
  }
  asked_ = asked_by(parser, target.value());

  const std::size_t limit = core_->body_limit(parser, target.value());
  if (const auto length = parser.content_length(); length && *length > limit) {
    refusal = refuse_syntax(beast::http::error::body_limit);
    co_return co_await refuse(refusal);
  }
  parser.body_limit(limit);
  http::Request request = request_of(parser, std::move(target.value()), asker_);
  const bool waits_for_leave = parser.get().count(beast::http::field::expect) > 0 && parser.get().version() == 11;
  if (waits_for_leave && !parser.is_done() && buffer_.size() == 0) {
    const std::string_view leave = "HTTP/1.1 100 Continue\r\n\r\n";
    const std::string_view nothing;
    const bool written = co_await write(leave, nothing);
    if (!written) co_return false;
  }
  refusal = co_await read_body(parser);
  if (refusal) co_return co_await refuse(refusal);

  Manner manner;
  manner.head_only = parser.get().method() == beast::http::verb::head;
  manner.version = parser.get().version();
  const bool keep_alive = parser.keep_alive();
  request.body = std::move(parser.get().body());
  if (closed_ || core_->handler == nullptr) co_return false;
  http::Response response = co_await ask_handler(std::move(request));
  if (response.status == no_answer) close();
  if (closed_) co_return false;
  manner.keep_alive = keep_alive && !core_->stopping && !core_->crowded();
  const bool more = co_await send(std::move(response), manner);
  busy_ = false;
  co_return more && !core_->stopping;
}

/// Lets the client read the last answer: closing on bytes that were not read would reset the connection and may
/// take the answer with it.
awaitable<void> Connection::end() {
  error_code error;
  socket_.shutdown(tcp::socket::shutdown_send, error);
  const auto deadline = Steady::now() + linger;
  while (!error) {
    buffer_.clear();
    error = co_await read_some(body_piece, deadline);
  }
  close();
}

awaitable<void> Connection::serve(std::shared_ptr<Connection> self) {
  try {
    bool more = true;
    while (more) {
      more = co_await self->serve_one();
      if (self->buffer_.size() == 0) self->buffer_.shrink_to_fit();
    }
    if (!self->closed_) co_await self->end();
  } catch (const std::exception& exception) {
    self->core_->log.error("http_connection_failed", {{"what", exception.what()}});
  }
}

awaitable<void> Server::Core::accept_all(std::shared_ptr<Core> core) {
  while (core->acceptor.is_open()) {
    error_code error;
    auto token = asio::redirect_error(asio::use_awaitable, error);
    if (core->connections.size() >= core->options.connections) {
      core->pause.expires_at(Steady::time_point::max());
      co_await core->pause.async_wait(token);
      continue;
    }
    tcp::socket socket = co_await core->acceptor.async_accept(token);
    if (!core->acceptor.is_open()) break;
    if (error) {
      // Most likely out of file descriptors: they come back when connections end.
      core->log.warning("http_accept_failed", {{"why", error.message()}});
      core->pause.expires_after(accept_pause);
      co_await core->pause.async_wait(token);
      continue;
    }
    socket.set_option(tcp::no_delay(true), error);
    const auto executor = socket.get_executor();
    auto connection = std::make_shared<Connection>(core, std::move(socket));
    asio::co_spawn(executor, Connection::serve(std::move(connection)), asio::detached);
  }
}

namespace {

Result<void> open(tcp::acceptor& acceptor, const ServerOptions& options) {
  error_code error;
  const auto address = asio::ip::make_address(options.address, error);
  if (error) return invalid("'" + options.address + "' is not an IP address: write it as 127.0.0.1 or ::1");
  const tcp::endpoint endpoint(address, options.port);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (!error) return {};
  return Error{ErrorCode::unavailable, "cannot listen on " + options.address + " port " + std::to_string(options.port) +
                                           ": " + error.message() + "; choose another port, or end what uses it"};
}

}  // namespace

Server::Server(std::shared_ptr<Core> core) : core_(std::move(core)) {}

Result<std::unique_ptr<Server>> Server::listen(AsioLoop& loop, http::Handler& handler, Log& log, Options options) {
  auto core = std::make_shared<Core>(loop, handler, log, std::move(options));
  TRY(open(core->acceptor, core->options));
  core->port = core->acceptor.local_endpoint().port();
  asio::co_spawn(loop.context(), Core::accept_all(core), asio::detached);
  return std::unique_ptr<Server>(new Server(std::move(core)));
}

Server::~Server() {
  error_code ignored;
  core_->acceptor.close(ignored);
  core_->pause.cancel();
  core_->grace.cancel();
  core_->handler = nullptr;
  core_->stopped = Task();
  core_->close_connections(true);
}

std::uint16_t Server::port() const { return core_->port; }

std::string Server::url() const {
  const bool v6 = core_->options.address.find(':') != std::string::npos;
  const std::string host = v6 ? "[" + core_->options.address + "]" : core_->options.address;
  return "http://" + host + ":" + std::to_string(core_->port);
}

std::size_t Server::connections() const { return core_->connections.size(); }

void Server::stop(Task stopped) {
  error_code ignored;
  core_->acceptor.close(ignored);
  core_->pause.cancel();
  core_->stopping = true;
  if (core_->connections.empty()) return stopped();
  core_->stopped = std::move(stopped);
  core_->close_connections(false);
  core_->grace.expires_after(core_->options.grace);
  core_->grace.async_wait([core = core_](const error_code& error) {
    if (!error) core->close_connections(true);
  });
}

}  // namespace courtesy::net
