#include "net/client.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <optional>

#include "net/server.h"
#include "net/wire_fixture.h"

using namespace courtesy;
using namespace courtesy::net;
using namespace std::chrono_literals;

namespace {

struct Caller {
  explicit Caller(CurlClient::Options options = {}) : client(std::make_unique<CurlClient>(loop, options)) {}

  /// Sends, and runs `peer` on a thread of its own meanwhile.
  template <typename Peer>
  http::Exchange exchange(http::Request request, http::Limits limits, Peer peer) {
    std::optional<http::Exchange> seen;
    client->send(std::move(request), limits, [&](http::Exchange exchange) {
      CHECK_FALSE(seen);
      seen = std::move(exchange);
    });
    CHECK_FALSE(seen);
    beside(loop, [&] { return peer(), 0; });
    run_until(loop, [&] { return seen.has_value(); });
    return *seen;
  }
  http::Exchange exchange(http::Request request, http::Limits limits = {}) {
    return exchange(std::move(request), limits, [] {});
  }

  PacedClock clock;
  AsioLoop loop{clock};
  std::unique_ptr<CurlClient> client;
};

http::Request post(const std::string& url, std::string body = "To=%2B1") {
  return {"POST", url, {{"Content-Type", "application/x-www-form-urlencoded"}}, std::move(body)};
}

std::string read_request(Wire& wire, std::size_t body) {
  std::string head = wire.read_until("\r\n\r\n");
  return head + wire.read(body);
}

bool begins(std::string_view text, std::string_view beginning) { return text.substr(0, beginning.size()) == beginning; }
bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::string why_nothing_left(const http::Exchange& exchange) {
  REQUIRE(std::holds_alternative<http::NothingLeft>(exchange));
  return std::get<http::NothingLeft>(exchange).why;
}
std::string why_broken(const http::Exchange& exchange) {
  REQUIRE(std::holds_alternative<http::Broken>(exchange));
  return std::get<http::Broken>(exchange).why;
}
http::Response response(const http::Exchange& exchange) {
  REQUIRE(std::holds_alternative<http::Response>(exchange));
  return std::get<http::Response>(exchange);
}

/// What the ending is when the peer reads the POST, says `bytes` and closes.
http::Exchange after(std::string_view bytes, http::Limits limits = {.contact = true}) {
  Caller caller;
  Port port;
  return caller.exchange(post(port.url()), limits, [&] {
    Wire wire = port.accept();
    read_request(wire, 7);
    wire.send(bytes);
  });
}

struct Answering : http::Handler {
  void handle(http::Request request, http::Respond respond) override {
    seen.push_back(std::move(request));
    respond({404, {{"X-Two", "1"}, {"X-Two", "2"}, {"X-Empty", ""}}, "<none/>"});
  }
  std::vector<http::Request> seen;
};

}  // namespace

TEST_CASE("a request goes out as it was made, and the whole answer comes back, whatever its status") {
  Caller caller;
  QuietLog log;
  Answering handler;
  const auto server = Server::listen(caller.loop, handler, log, {}).value();
  const std::string path = "/a/../b%2Fc?x=1&y=%20";
  http::Request request = post(server->url() + path);
  request.headers.emplace_back("X-Empty", "");
  const http::Response answer = response(caller.exchange(request));
  CHECK(answer.status == 404);
  CHECK(answer.body == "<none/>");
  CHECK(answer.header("x-empty") == "");
  CHECK(std::count_if(answer.headers.begin(), answer.headers.end(), [](auto& h) { return h.first == "X-Two"; }) == 2);
  REQUIRE(handler.seen.size() == 1);
  CHECK(handler.seen[0].method == "POST");
  CHECK(handler.seen[0].url == path);
  CHECK(handler.seen[0].body == "To=%2B1");
  CHECK(handler.seen[0].header("Content-Type") == "application/x-www-form-urlencoded");
  CHECK(handler.seen[0].header("X-Empty") == "");
}

TEST_CASE("each method goes out as such, with its body or without") {
  Caller caller;
  QuietLog log;
  Answering handler;
  const auto server = Server::listen(caller.loop, handler, log, {}).value();
  for (const auto* method : {"GET", "PUT", "DELETE", "PATCH", "POST"}) {
    for (const auto* body : {"", "{}"}) {
      http::Request request{method, server->url() + "/", {}, body};
      CHECK(response(caller.exchange(std::move(request))).status == 404);
      CHECK(handler.seen.back().method == method);
      CHECK(handler.seen.back().body == body);
      CHECK_FALSE(handler.seen.back().header("Content-Type"));
    }
  }
  const http::Response head = response(caller.exchange({"HEAD", server->url() + "/", {}, ""}));
  CHECK(head.header("Content-Length") == "7");
  CHECK(head.body.empty());
}

TEST_CASE("credentials in the URL go out once, as a header") {
  Caller caller;
  Port port;
  std::string seen;
  const auto url = "http://me:secret@127.0.0.1:" + std::to_string(port.number()) + "/";
  caller.exchange(post(url), {.contact = true}, [&] {
    Wire wire = port.accept();
    seen = read_request(wire, 7);
    wire.send("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n");
    seen += wire.read_to_end();
  });
  CHECK(contains(seen, "Authorization: Basic bWU6c2VjcmV0\r\n"));
  CHECK(seen.find("POST ") == seen.rfind("POST "));
}

TEST_CASE("a peer that reads the POST and closes has seen one request, and the ending is broken") {
  for (const bool contact : {true, false}) {
    CAPTURE(contact);
    Caller caller;
    Port port;
    std::string second;
    std::optional<Wire> kept;
    // An answered exchange first, so that there is a connection that could be used again.
    response(caller.exchange({"GET", port.url(), {}, ""}, {}, [&] {
      kept.emplace(port.accept());
      kept->read_until("\r\n\r\n");
      kept->send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    }));
    const auto ending = caller.exchange(post(port.url()), {.contact = contact}, [&] {
      Wire wire = port.accept();
      second = read_request(wire, 7);
    });
    why_broken(ending);
    CHECK(begins(second, "POST / HTTP/1.1\r\n"));
    CHECK_FALSE(port.somebody_waits());
  }
}

TEST_CASE("a contact never goes out on a connection that was used before, and its own is not kept") {
  Caller caller;
  Port port;
  for (int i = 0; i < 3; ++i) {
    bool ended = false;
    response(caller.exchange(post(port.url()), {.contact = true}, [&] {
      Wire wire = port.accept();
      read_request(wire, 7);
      wire.send("HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}");
      ended = wire.read_to_end().empty();
    }));
    CHECK(ended);
  }
}

TEST_CASE("GETs use a kept connection again") {
  Caller caller;
  Port port;
  std::optional<Wire> wire;
  for (int i = 0; i < 3; ++i) {
    response(caller.exchange({"GET", port.url(), {}, ""}, {}, [&] {
      if (!wire) wire.emplace(port.accept());
      wire->read_until("\r\n\r\n");
      wire->send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    }));
  }
  CHECK_FALSE(port.somebody_waits());
}

TEST_CASE("a refused connection, a refused handshake and an unreachable address leave nothing") {
  Caller caller;
  std::uint16_t free_port = 0;
  { free_port = Port().number(); }
  why_nothing_left(caller.exchange(post("http://127.0.0.1:" + std::to_string(free_port))));

  Port port;
  const auto https = "https://127.0.0.1:" + std::to_string(port.number());
  why_nothing_left(caller.exchange(post(https), {}, [&] {
    Wire wire = port.accept();
    wire.read(5);
    wire.send("this is no TLS\r\n");
  }));
  why_nothing_left(caller.exchange(post(https), {.connect = 50ms}, [&] {
    Wire wire = port.accept();
    wire.read_to_end();
  }));
  why_nothing_left(caller.exchange(post(https), {}, [&] { port.accept().reset(); }));
}

TEST_CASE("outside production nothing but loopback is reached") {
  Caller caller;
  for (const auto* url : {"http://192.0.2.1/", "http://10.0.0.1/", "http://[2001:db8::1]/", "http://0.0.0.0:1/",
                          "http://app.example/", "http://localhost.example/"}) {
    CAPTURE(url);
    CHECK(why_nothing_left(caller.exchange(post(url))) == "outside production only loopback may be reached");
  }
}

TEST_CASE("a proxy named in the environment is not used") {
  Port proxy;
  Port port;
  ::setenv("http_proxy", proxy.url().c_str(), 1);
  ::setenv("ALL_PROXY", proxy.url().c_str(), 1);
  Caller caller;
  response(caller.exchange(post(port.url()), {}, [&] {
    Wire wire = port.accept();
    read_request(wire, 7);
    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  }));
  CHECK_FALSE(proxy.somebody_waits());
  ::unsetenv("http_proxy");
  ::unsetenv("ALL_PROXY");
}

TEST_CASE("an answer that is not whole is broken, wherever it ends") {
  why_broken(after(""));
  why_broken(after("HTTP/1.1 200 OK\r\nContent-Le"));
  why_broken(after("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc"));
  why_broken(after("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc"));
  why_broken(after("HTTP/1.1 100 Continue\r\n\r\n"));
  why_broken(after("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: x\r\n\r\nabc"));
}

TEST_CASE("an answer that is no HTTP is broken") {
  why_broken(after("220 smtp.example ESMTP\r\n"));
  why_broken(after("\r\n\r\n"));
  why_broken(after(std::string(100'000, '\0')));
}

TEST_CASE("an interim answer is not the answer") {
  const auto answer = response(
      after("HTTP/1.1 103 Early Hints\r\nX: early\r\n\r\nHTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\nok"));
  CHECK(answer.status == 202);
  CHECK_FALSE(answer.header("X"));
  CHECK(answer.body == "ok");
}

TEST_CASE("an answer without a length ends with its connection") {
  CHECK(response(after("HTTP/1.0 200 OK\r\n\r\nall there is")).body == "all there is");
}

TEST_CASE("an answer larger than its limit is broken, header and body") {
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n";
  const http::Limits small{.response_bytes = 1'999, .contact = true};
  CHECK(contains(why_broken(after(head + std::string(2'000, 'x'), small)), "larger"));
  const http::Limits exact{.response_bytes = 2'000, .contact = true};
  CHECK(response(after(head + std::string(2'000, 'x'), exact)).body.size() == 2'000);
  std::string many = "HTTP/1.1 200 OK\r\n";
  while (many.size() < 80'000) many += "X: " + std::string(1'000, 'x') + "\r\n";
  CHECK(contains(why_broken(after(many + "\r\n")), "header"));
}

TEST_CASE("a slow answer is broken when its time is over") {
  Caller caller;
  Port port;
  const auto ending = caller.exchange(post(port.url()), {.total = 50ms, .contact = true}, [&] {
    Wire wire = port.accept();
    read_request(wire, 7);
    wire.read_to_end();
  });
  why_broken(ending);
}

TEST_CASE("redirects are answers") {
  const auto answer = response(after("HTTP/1.1 307 Temporary Redirect\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n"));
  CHECK(answer.status == 307);
  CHECK(answer.header("Location") == "/b");
}

TEST_CASE("what would be more than one request is none") {
  Caller caller;
  Port port;
  http::Request injected = post(port.url());
  injected.headers.emplace_back("X", "a\r\nY: b");
  CHECK(contains(why_nothing_left(caller.exchange(injected)), "line end in the header X"));
  http::Request name = post(port.url());
  name.headers.emplace_back("X\r\nY", "b");
  why_nothing_left(caller.exchange(name));
  http::Request method = post(port.url());
  method.method = "GET / HTTP/1.1\r\nX: y\r\n\r\nGET";
  why_nothing_left(caller.exchange(method));
  for (const auto* url : {"ftp://127.0.0.1/", "file:///etc/passwd", "127.0.0.1", "http://127.0.0.1/\r\nX: y"})
    why_nothing_left(caller.exchange(post(url)));
  CHECK_FALSE(port.somebody_waits());
}

TEST_CASE("exchanges under way are bounded") {
  Caller caller({.under_way = 1});
  Port port;
  caller.client->send(post(port.url()), {}, [](http::Exchange) { FAIL("ended with its client"); });
  CHECK(why_nothing_left(caller.exchange(post(port.url()))) == "too many exchanges are under way");
  caller.client.reset();
  bool ran = false;
  caller.loop.post([&] { ran = true; });
  run_until(caller.loop, [&] { return ran; });
}

TEST_CASE("whoever is told of an ending may end the client, or send again") {
  Caller caller;
  Port port;
  bool told = false;
  caller.client->send(post("http://0.0.0.0/"), {}, [&](http::Exchange) {
    caller.client->send(post("http://0.0.0.0/"), {}, [&](http::Exchange) {
      caller.client.reset();
      told = true;
    });
  });
  run_until(caller.loop, [&] { return told; });
}

TEST_CASE("a virtual clock stands still while an exchange is under way") {
  PacedClock clock(parse_instant("2026-11-25T17:00:00Z").value(), 1e6);
  AsioLoop loop(clock);
  CurlClient client(loop, {});
  Port port;
  bool answered = false;
  client.send(post(port.url()), {}, [&](http::Exchange exchange) {
    CHECK(response(exchange).status == 200);
    answered = true;
  });
  const Uptime stood = clock.uptime();
  const auto timer = loop.at(stood + 1s, [&] { CHECK(answered); });
  beside(loop, [&] {
    Wire wire = port.accept();
    read_request(wire, 7);
    return wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  });
  CHECK((answered || clock.uptime() == stood));
  run_until(loop, [&] { return answered && clock.uptime() > stood + 1s; });
}

TEST_CASE("many exchanges at once all end") {
  Caller caller;
  QuietLog log;
  Answering handler;
  const auto server = Server::listen(caller.loop, handler, log, {.connections = 20}).value();
  int ended = 0;
  for (int i = 0; i < 200; ++i) {
    caller.client->send(i % 2 == 0 ? post(server->url()) : http::Request{"GET", server->url(), {}, ""}, {},
                        [&](http::Exchange exchange) { ended += response(exchange).status == 404 ? 1 : 0; });
  }
  run_until(caller.loop, [&] { return ended == 200; });
  CHECK(handler.seen.size() == 200);
}
