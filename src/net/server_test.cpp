#include "net/server.h"

#include <doctest/doctest.h>

#include <functional>
#include <optional>
#include <vector>

#include "net/wire_fixture.h"

using namespace courtesy;
using namespace courtesy::net;
using namespace std::chrono_literals;

namespace {

/// Answers with what it was asked, unless the test says otherwise.
struct Echo : http::Handler {
  void handle(http::Request request, http::Respond respond) override {
    requests.push_back(request);
    if (instead) return instead(std::move(request), std::move(respond));
    respond(http::text_response(200, request.method + " " + request.url + " " + request.body + "\n"));
  }
  std::vector<http::Request> requests;
  std::function<void(http::Request, http::Respond)> instead;
};

struct House {
  explicit House(Server::Options options = {}) : server(Server::listen(loop, echo, log, std::move(options)).value()) {}

  /// What a client that says `bytes` and then listens to the end is told.
  std::string told(std::string_view bytes) {
    return beside(loop, [&] {
      Wire wire = Wire::connect(server->port());
      wire.send(bytes);
      return wire.read_to_end();
    });
  }

  PacedClock clock;
  AsioLoop loop{clock};
  QuietLog log;
  Echo echo;
  std::unique_ptr<Server> server;
};

bool begins(std::string_view text, std::string_view beginning) { return text.substr(0, beginning.size()) == beginning; }
bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

constexpr std::string_view last_get = "GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

}  // namespace

TEST_CASE("a request reaches the handler as it was sent, and the answer the client") {
  House house;
  const std::string answer = house.told(
      "POST /form?a=1&b=%20 HTTP/1.1\r\nHost: x\r\nX-Twilio-Signature: s=\r\nContent-Length: 5\r\n"
      "Connection: close\r\n\r\nTo=+1");
  CHECK(begins(answer, "HTTP/1.1 200 OK\r\n"));
  CHECK(contains(answer, "\r\nContent-Type: text/plain; charset=utf-8\r\n"));
  CHECK(contains(answer, " GMT\r\n"));
  CHECK(contains(answer, "\r\nConnection: close\r\n"));
  CHECK(contains(answer, "\r\n\r\nPOST /form?a=1&b=%20 To=+1\n"));
  REQUIRE(house.echo.requests.size() == 1);
  CHECK(house.echo.requests[0].header("x-twilio-signature") == "s=");
}

TEST_CASE("a connection is kept, and requests sent ahead are answered one by one in their order") {
  House house;
  std::vector<http::Respond> waiting;
  house.echo.instead = [&](http::Request request, http::Respond respond) {
    CHECK(waiting.empty());
    waiting.push_back(std::move(respond));
    house.loop.post([&, url = request.url] {
      http::Respond late = std::move(waiting.back());
      waiting.pop_back();
      late(http::text_response(200, "<" + url + ">"));
    });
  };
  const std::string answer = house.told(
      "GET /1 HTTP/1.1\r\nHost: x\r\n\r\n"
      "POST /2 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
      "GET /3 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" +
      std::string(last_get));
  REQUIRE(house.echo.requests.size() == 4);
  CHECK(house.echo.requests[1].body == "abcde");
  std::size_t at = 0;
  for (const auto* mark : {"</1>", "</2>", "Connection: keep-alive\r\n\r\n</3>", "</last>"}) {
    at = answer.find(mark, at);
    CHECK(at != std::string::npos);
  }
}

TEST_CASE("HEAD is answered like GET, without the body") {
  House house;
  const std::string answer = house.told("HEAD /page HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  CHECK(house.echo.requests.at(0).method == "GET");
  CHECK(contains(answer, "\r\nContent-Length: 11\r\n"));
  CHECK(answer.substr(answer.size() - 4) == "\r\n\r\n");
}

TEST_CASE("answers that have no body are sent without one and without a length") {
  House house;
  house.echo.instead = [](http::Request, http::Respond respond) { respond({204, {}, "left out"}); };
  const std::string answer = house.told(last_get);
  CHECK(begins(answer, "HTTP/1.1 204 No Content\r\n"));
  CHECK_FALSE(contains(answer, "Content-Length"));
  CHECK_FALSE(contains(answer, "left out"));
}

TEST_CASE("what anybody may forge is dropped") {
  House house;
  house.told(
      "GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 1.2.3.4\r\nx-forwarded-proto: https\r\nForwarded: for=1.2.3.4\r\n"
      "X-Real-IP: 1.2.3.4\r\nX-Forward: kept\r\nConnection: close\r\n\r\n");
  const http::Request& request = house.echo.requests.at(0);
  CHECK(request.headers.size() == 3);
  CHECK(request.header("X-Forward") == "kept");
}

TEST_CASE("whoever asks has the socket's address; who comes through a proxy has none, unless the proxy is known") {
  const auto peer = [](bool behind_proxy, const std::string& headers) {
    ServerOptions options;
    options.behind_proxy = behind_proxy;
    House house(options);
    house.told("GET / HTTP/1.1\r\nHost: x\r\n" + headers + "Connection: close\r\n\r\n");
    return house.echo.requests.at(0).peer;
  };
  const std::string passed_on = "X-Forwarded-For: 198.51.100.1, 203.0.113.7\r\n";
  CHECK(peer(false, "") == "127.0.0.1");
  CHECK(peer(false, passed_on).empty());
  CHECK(peer(false, "Forwarded: for=127.0.0.1\r\n").empty());
  CHECK(peer(true, "") == "127.0.0.1");
  // What stands before the last was written by anybody.
  CHECK(peer(true, passed_on) == "203.0.113.7");
  CHECK(peer(true, "X-Forwarded-For: 2001:db8::1\r\n") == "2001:db8::1");
  CHECK(peer(true, "X-Forwarded-For: 127.0.0.1.evil.example\r\n").empty());
  CHECK(peer(true, "X-Forwarded-For: 203.0.113.7\r\nX-Forwarded-For: 203.0.113.8\r\n") == "203.0.113.8");
}

TEST_CASE("a request in absolute form is taken by its path") {
  House house;
  house.told("GET http://x/a/b?c=d HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  CHECK(house.echo.requests.at(0).url == "/a/b?c=d");
}

TEST_CASE("requests that two readers could understand in two ways are refused and end the connection") {
  House house;
  const std::vector<std::string> bad = {
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3, 4\r\n\r\nabcd",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -3\r\n\r\nabc",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\nabc",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\nabc",
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
      "POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n",
      "GET / HTTP/1.1\nHost: x\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: x\nX: y\r\n\r\n",
      "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
      "GET / HTTP/1.1\r\nHo st: x\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
      "GET / HTTP/1.1\r\n\r\n",
      "GET / HTTP/2.0\r\nHost: x\r\n\r\n",
      "GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET nowhere HTTP/1.1\r\nHost: x\r\n\r\n",
      "CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n",
      "\x16\x03\x01\x02\r\n\r\n",
  };
  for (const std::string& bytes : bad) {
    CAPTURE(bytes);
    const std::string answer = house.told(bytes + std::string(last_get));
    CHECK(begins(answer, "HTTP/1.1 400 "));
    CHECK(contains(answer, "\r\nConnection: close\r\n"));
    CHECK_FALSE(contains(answer, "/last"));
  }
  CHECK(house.echo.requests.empty());
}

TEST_CASE("a header larger than the bound is refused") {
  House house({.header_bytes = 2'000});
  const std::string answer = house.told("GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(3'000, 'x') + "\r\n\r\n");
  CHECK(begins(answer, "HTTP/1.1 431 "));
  CHECK(house.echo.requests.empty());
}

TEST_CASE("a body has the bound of its path, whether its length is told or not, and the client reads why") {
  House house({.body_limit = [](std::string_view method, std::string_view path) {
    return method == "POST" && path == "/import" ? std::size_t{200'000} : std::size_t{10};
  }});
  const std::string large(150'000, 'x');
  const auto post = [&](std::string path, std::string framing) {
    return house.told("POST " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + framing);
  };
  const std::string length = "Content-Length: 150000\r\n\r\n" + large;
  const std::string chunk = "Transfer-Encoding: chunked\r\n\r\n249f0\r\n" + large + "\r\n0\r\n\r\n";
  CHECK(begins(post("/import?a=b", length), "HTTP/1.1 200 "));
  CHECK(begins(post("/import", chunk), "HTTP/1.1 200 "));
  CHECK(house.echo.requests.size() == 2);
  CHECK(begins(post("/other", length), "HTTP/1.1 413 "));
  CHECK(begins(post("/other", chunk), "HTTP/1.1 413 "));
  CHECK(begins(post("/other", "Transfer-Encoding: chunked\r\n\r\n6\r\nabcdef\r\n6\r\nabcdef\r\n0\r\n\r\n"),
               "HTTP/1.1 413 "));
  CHECK(house.echo.requests.size() == 2);
}

TEST_CASE("what is refused is told in the words of the path that was asked for") {
  House house({.body_limit = [](std::string_view, std::string_view) { return std::size_t{10}; },
               .refusal =
                   [](int status, const http::Request& asked, std::string_view why) {
                     const std::string languages(asked.header("Accept-Language").value_or(""));
                     return http::json_response(status,
                                                "{" + languages + " " + asked.url + ": " + std::string(why) + "}");
                   }});
  const std::string answer = house.told(
      "POST /v1/day?a=b HTTP/1.1\r\nHost: x\r\nAccept-Language: es\r\nContent-Length: 11\r\n\r\nabcdefghijk");
  CHECK(begins(answer, "HTTP/1.1 413 "));
  CHECK(answer.find("{es /v1/day: the body is larger than may be sent to this address}") != std::string::npos);
  CHECK(house.told("nonsense\r\n\r\n").find("\r\n\r\nthis is not an HTTP/1.1 request\n") != std::string::npos);
}

TEST_CASE("a client that asks for leave to send gets it, unless the body is too large") {
  House house;
  const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nConnection: close\r\n";
  const auto [leave, answer] = beside(house.loop, [&] {
    Wire wire = Wire::connect(house.server->port());
    wire.send(head + "Content-Length: 3\r\n\r\n");
    std::string first = wire.read_until("\r\n\r\n");
    wire.send("abc");
    return std::pair(first, wire.read_to_end());
  });
  CHECK(leave == "HTTP/1.1 100 Continue\r\n\r\n");
  CHECK(begins(answer, "HTTP/1.1 200 OK\r\n"));
  CHECK(house.echo.requests.at(0).body == "abc");
  CHECK(begins(house.told(head + "Content-Length: 9999999\r\n\r\n"), "HTTP/1.1 413 "));
  CHECK(begins(house.told("GET / HTTP/1.1\r\nHost: x\r\nExpect: wonders\r\n\r\n"), "HTTP/1.1 417 "));
}

TEST_CASE("slow clients are told so and let go; silent ones are let go") {
  House house({.header = 30ms, .body = 30ms, .idle = 30ms});
  CHECK(house.told("").empty());
  CHECK(begins(house.told("GET / HTTP/1.1\r\nHo"), "HTTP/1.1 408 "));
  CHECK(begins(house.told("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\na"), "HTTP/1.1 408 "));
  const std::string kept = house.told("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(begins(kept, "HTTP/1.1 200 "));
  CHECK_FALSE(contains(kept, "408"));
  CHECK(house.echo.requests.size() == 1);
}

TEST_CASE("a body that drips is let go although every drop is in time") {
  House house({.body = 200ms});
  const std::string dripped = beside(house.loop, [&] {
    Wire wire = Wire::connect(house.server->port());
    wire.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n");
    while (!wire.readable_within(20ms) && wire.send("x")) {
    }
    return wire.read_until("\r\n");
  });
  CHECK(begins(dripped, "HTTP/1.1 408 "));
}

TEST_CASE("an answer may come later, from a task or a timer") {
  House house;
  std::unique_ptr<Timer> timer;
  house.echo.instead = [&](http::Request, http::Respond respond) {
    timer = house.loop.at(house.clock.uptime() + 5ms,
                          [respond = std::move(respond)]() mutable { respond(http::text_response(200, "later")); });
  };
  CHECK(contains(house.told(last_get), "\r\n\r\nlater"));
}

TEST_CASE("a request that nobody answers is answered 500, or 503 when it takes too long") {
  House house({.answer = 30ms});
  house.echo.instead = [](http::Request, http::Respond) {};
  CHECK(begins(house.told(last_get), "HTTP/1.1 500 "));
  house.echo.instead = [](http::Request, http::Respond) { throw std::runtime_error("broken"); };
  CHECK(begins(house.told(last_get), "HTTP/1.1 500 "));
  house.echo.instead = [](http::Request, http::Respond respond) { respond({200, {{"X", "a\r\nSet-Cookie: b"}}, ""}); };
  CHECK(begins(house.told(last_get), "HTTP/1.1 500 "));
  std::optional<http::Respond> kept;
  house.echo.instead = [&](http::Request, http::Respond respond) { kept = std::move(respond); };
  CHECK(begins(house.told(last_get), "HTTP/1.1 503 "));
  (*kept)(http::text_response(200, "too late"));
}

TEST_CASE("an answer that shall never arrive closes the connection, and nothing of it is written") {
  House house;
  house.echo.instead = [](http::Request, http::Respond respond) { respond({no_answer, {}, "left out"}); };
  CHECK(house.told("GET /1 HTTP/1.1\r\nHost: x\r\n\r\n").empty());
  house.echo.instead = {};
  CHECK(begins(house.told(last_get), "HTTP/1.1 200 OK\r\n"));
}

TEST_CASE("a client that goes away meanwhile is harmless, and the next one is served") {
  House house;
  std::vector<http::Respond> kept;
  house.echo.instead = [&](http::Request, http::Respond respond) { kept.push_back(std::move(respond)); };
  beside(house.loop, [&] {
    Wire wire = Wire::connect(house.server->port());
    wire.send(last_get);
    wire.end_sending();
    Wire other = Wire::connect(house.server->port());
    other.send(last_get);
    other.reset();
    return 0;
  });
  run_until(house.loop, [&] { return kept.size() == 2; });
  for (http::Respond& respond : kept) respond(http::text_response(200, std::string(1 << 20, 'x')));
  house.echo.instead = nullptr;
  CHECK(begins(house.told(last_get), "HTTP/1.1 200 "));
  run_until(house.loop, [&] { return house.server->connections() == 0; });
}

TEST_CASE("no more connections are held than the bound, and who waits is served when one ends") {
  House house({.connections = 4});
  std::vector<http::Respond> kept;
  house.echo.instead = [&](http::Request, http::Respond respond) { kept.push_back(std::move(respond)); };
  std::vector<Wire> wires;
  for (int i = 0; i < 6; ++i) {
    wires.push_back(Wire::connect(house.server->port()));
    wires.back().send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  }
  run_until(house.loop, [&] { return kept.size() == 4; });
  bool looked = false;
  house.loop.post([&] { house.loop.post([&] { looked = true; }); });
  run_until(house.loop, [&] { return looked; });
  CHECK(kept.size() == 4);
  CHECK(house.server->connections() == 4);
  for (int i = 0; i < 2; ++i) kept[i](http::text_response(200, "go"));
  wires.erase(wires.begin(), wires.begin() + 2);
  run_until(house.loop, [&] { return kept.size() == 6; });
}

TEST_CASE("a stopped server lets the answer under way go out, closes idle connections and then says so") {
  House house;
  std::optional<http::Respond> kept;
  house.echo.instead = [&](http::Request, http::Respond respond) { kept = std::move(respond); };
  Wire idle = Wire::connect(house.server->port());
  Wire busy = Wire::connect(house.server->port());
  busy.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  run_until(house.loop, [&] { return kept && house.server->connections() == 2; });
  bool stopped = false;
  house.server->stop([&] { stopped = true; });
  CHECK(beside(house.loop, [&] { return idle.read_to_end(); }).empty());
  CHECK_FALSE(stopped);
  (*kept)(http::text_response(200, "bye"));
  const std::string answer = beside(house.loop, [&] {
    std::string all = busy.read_to_end();
    busy.end_sending();
    return all;
  });
  CHECK(contains(answer, "\r\nConnection: close\r\n"));
  CHECK(contains(answer, "bye"));
  run_until(house.loop, [&] { return stopped; });
}

TEST_CASE("a stopped server does not wait longer than its grace") {
  House house({.grace = 10ms});
  std::optional<http::Respond> kept;
  house.echo.instead = [&](http::Request, http::Respond respond) { kept = std::move(respond); };
  Wire busy = Wire::connect(house.server->port());
  busy.send(last_get);
  run_until(house.loop, [&] { return kept.has_value(); });
  bool stopped = false;
  house.server->stop([&] { stopped = true; });
  run_until(house.loop, [&] { return stopped; });
  (*kept)(http::text_response(200, "nobody hears this"));
}

TEST_CASE("an answer may outlive the server, and the loop") {
  std::optional<http::Respond> kept;
  {
    House house;
    house.echo.instead = [&](http::Request, http::Respond respond) { kept = std::move(respond); };
    Wire busy = Wire::connect(house.server->port());
    busy.send(last_get);
    run_until(house.loop, [&] { return kept.has_value(); });
  }
  (*kept)(http::text_response(200, "nobody hears this"));
}

TEST_CASE("a taken port and a wrong address are reported") {
  House house;
  const auto taken = Server::listen(house.loop, house.echo, house.log, {.port = house.server->port()});
  CHECK(taken.error().code == ErrorCode::unavailable);
  CHECK(contains(taken.error().message, "choose another port"));
  CHECK(Server::listen(house.loop, house.echo, house.log, {.address = "localhost"}).error().code == ErrorCode::invalid);
  CHECK(house.server->url() == "http://127.0.0.1:" + std::to_string(house.server->port()));
}
