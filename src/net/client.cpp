#include "net/client.h"

#include <strings.h>

#include <algorithm>
#include <set>
#include <vector>

#include "net/curl_loop.h"

namespace courtesy::net {
namespace {

constexpr std::size_t answer_header_bytes = 64 << 10;
constexpr std::string_view token_marks = "!#$%&'*+-.^_`|~";

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || token_marks.find(static_cast<char>(c)) != std::string_view::npos;
  });
}

bool has_line_end(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

bool is(std::string_view name, std::string_view other) {
  return name.size() == other.size() && ::strncasecmp(name.data(), other.data(), name.size()) == 0;
}

/// Said by the connection, not by whoever makes the request.
bool is_ours(std::string_view name) {
  return is(name, "Content-Length") || is(name, "Transfer-Encoding") || is(name, "Connection") || is(name, "Expect");
}

/// Why the request cannot be written as one; empty when it can.
std::string fault_in(const http::Request& request, Reach reach) {
  if (!is_token(request.method)) return "the method is not a word";
  const auto url = http::parse_url(request.url);
  if (!url.ok()) return url.error().message;
  if (!may_look_up(reach, url->host)) return why_not(reach);
  for (const auto& [name, value] : request.headers) {
    if (!is_token(name)) return "a header's name is not a word";
    if (has_line_end(value)) return "a line end in the header " + name;
  }
  return {};
}

struct HandleEnd {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct ListEnd {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Handle = std::unique_ptr<CURL, HandleEnd>;
using List = std::unique_ptr<curl_slist, ListEnd>;

void append(List& list, const std::string& line) {
  curl_slist* longer = curl_slist_append(list.get(), line.c_str());
  INVARIANT(longer != nullptr);
  static_cast<void>(list.release());
  list.reset(longer);
}

List header_lines(const http::Request& request) {
  List list;
  for (const auto& [name, value] : request.headers) {
    // libcurl's spelling of a header without a value.
    if (!is_ours(name)) append(list, value.empty() ? name + ";" : name + ": " + value);
  }
  append(list, "Expect:");  // libcurl would wait a second for leave
  if (!request.header("Content-Type")) append(list, "Content-Type:");
  return list;
}

/// One request and what is seen of its answer.
struct Transfer {
  Transfer(http::Request its_request, http::Limits its_limits, Reach its_reach)
      : request(std::move(its_request)), limits(its_limits), reach(its_reach), handle(curl_easy_init()) {
    INVARIANT(handle != nullptr);
  }

  void prepare(const std::string& ca_file);
  void prepare_method();
  http::Exchange exchange(CURLcode code);
  bool something_left() const;

  static std::size_t on_header(char* data, std::size_t, std::size_t size, void* self);
  static std::size_t on_body(char* data, std::size_t, std::size_t size, void* self);
  static curl_socket_t on_open(void* self, curlsocktype, curl_sockaddr* address);
  bool header_line(std::string_view line);

  template <typename T>
  void set(CURLoption option, T value) {
    curl_easy_setopt(handle.get(), option, value);
  }

  const http::Request request;
  const http::Limits limits;
  const Reach reach;
  Handle handle;
  List headers;
  PacedClock::Hold hold;
  UniqueFunction<void(http::Exchange)> done;

  http::Response response;
  std::size_t header_bytes = 0;
  bool header_complete = false;
  const char* fault = nullptr;  // what we broke off for
  char why[CURL_ERROR_SIZE] = {};
};

void Transfer::prepare(const std::string& ca_file) {
  set(CURLOPT_URL, request.url.c_str());
  set(CURLOPT_PATH_AS_IS, 1L);  // the provider's signature is over the URL as written
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_PROXY, "");
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::max<std::int64_t>(limits.connect.count(), 1)));
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(std::max<std::int64_t>(limits.total.count(), 1)));
  set(CURLOPT_ERRORBUFFER, static_cast<char*>(why));
  set(CURLOPT_OPENSOCKETFUNCTION, &Transfer::on_open);
  set(CURLOPT_OPENSOCKETDATA, this);
  set(CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  set(CURLOPT_HEADERDATA, this);
  set(CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  set(CURLOPT_WRITEDATA, this);
  if (!ca_file.empty()) set(CURLOPT_CAINFO, ca_file.c_str());
  headers = header_lines(request);
  set(CURLOPT_HTTPHEADER, headers.get());
  prepare_method();
}

void Transfer::prepare_method() {
  const bool harmless_twice = request.method == "GET" || request.method == "HEAD";
  if (limits.contact || !harmless_twice) {
    set(CURLOPT_FRESH_CONNECT, 1L);
    set(CURLOPT_FORBID_REUSE, 1L);
  }
  if (request.method == "HEAD") {
    set(CURLOPT_NOBODY, 1L);
  } else if (request.method == "POST" || !request.body.empty()) {
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(CURLOPT_POSTFIELDS, request.body.data());
  }
  set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

curl_socket_t Transfer::on_open(void* self, curlsocktype, curl_sockaddr* address) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (!reachable(transfer.reach, address->addr)) {
    transfer.fault = why_not(transfer.reach);
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t Transfer::on_header(char* data, std::size_t, std::size_t size, void* self) {
  return static_cast<Transfer*>(self)->header_line({data, size}) ? size : 0;
}

bool Transfer::header_line(std::string_view line) {
  header_bytes += line.size();
  if (header_bytes > answer_header_bytes) {
    fault = "the answer's header is too large";
    return false;
  }
  if (line.substr(0, 5) == "HTTP/") {  // again after an interim answer (100)
    response.headers.clear();
    header_complete = false;
  } else if (line == "\r\n" || line == "\n") {
    header_complete = true;
  } else if (const std::size_t colon = line.find(':'); colon != std::string_view::npos && !header_complete) {
    std::string_view value = line.substr(colon + 1);
    while (!value.empty() && std::string_view(" \t\r\n").find(value.back()) != std::string_view::npos)
      value.remove_suffix(1);
    while (!value.empty() && (value.front() == ' ' || value.front() == '\t')) value.remove_prefix(1);
    response.headers.emplace_back(line.substr(0, colon), value);
  }
  return true;
}

std::size_t Transfer::on_body(char* data, std::size_t, std::size_t size, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (transfer.response.body.size() + size > transfer.limits.response_bytes) {
    transfer.fault = "the answer is larger than is taken";
    return 0;
  }
  transfer.response.body.append(data, size);
  return size;
}

/// libcurl counts what the socket, or TLS, took of the request's own bytes.
bool Transfer::something_left() const {
  long request_bytes = 0;
  curl_off_t uploaded = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_REQUEST_SIZE, &request_bytes);
  curl_easy_getinfo(handle.get(), CURLINFO_SIZE_UPLOAD_T, &uploaded);
  return request_bytes > 0 || uploaded > 0;
}

http::Exchange Transfer::exchange(CURLcode code) {
  long status = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  // A connection that ends within the header is no failure to libcurl.
  if (code == CURLE_OK && header_complete && status >= 200) {
    response.status = static_cast<int>(status);
    return std::move(response);
  }
  std::string reason = fault != nullptr ? fault : curl_easy_strerror(code);
  if (code == CURLE_OK) reason = "the answer ended within its header";
  if (!something_left()) return http::NothingLeft{std::move(reason)};
  return http::Broken{std::move(reason)};
}

}  // namespace

struct CurlClient::Core {
  Core(AsioLoop& its_loop, Options its_options)
      : loop(its_loop),
        options(std::move(its_options)),
        curl(its_loop, {.connections = static_cast<long>(options.under_way),
                        .idle_connections = static_cast<long>(options.idle_connections)}) {}

  AsioLoop& loop;
  const Options options;
  std::set<std::shared_ptr<Transfer>> transfers;
  CurlLoop curl;  // goes first, since it holds the transfers' handles
};

CurlClient::CurlClient(AsioLoop& loop, Options options) : core_(std::make_shared<Core>(loop, std::move(options))) {}

CurlClient::~CurlClient() = default;

void CurlClient::send(http::Request request, http::Limits limits, UniqueFunction<void(http::Exchange)> done) {
  std::string fault = fault_in(request, core_->options.reach);
  if (core_->transfers.size() >= core_->options.under_way) fault = "too many exchanges are under way";
  if (!fault.empty()) {
    core_->loop.post(
        [done = std::move(done), fault = std::move(fault)]() mutable { done(http::NothingLeft{std::move(fault)}); });
    return;
  }
  const auto transfer = std::make_shared<Transfer>(std::move(request), limits, core_->options.reach);
  transfer->done = std::move(done);
  transfer->prepare(core_->options.ca_file);
  if (core_->options.hold_clock) transfer->hold = core_->loop.clock().hold();
  core_->transfers.insert(transfer);
  core_->curl.add(transfer->handle.get(), [weak = std::weak_ptr(core_), transfer](CURLcode code) {
    const auto core = weak.lock();
    if (!core) return;
    core->transfers.erase(transfer);
    http::Exchange exchange = transfer->exchange(code);
    transfer->hold = PacedClock::Hold();
    transfer->done(std::move(exchange));
  });
}

}  // namespace courtesy::net
