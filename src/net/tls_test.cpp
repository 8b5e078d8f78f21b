// TLS as a client meets it: an authority it knows, one it does not, and a name that is another's.
#include <doctest/doctest.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <csignal>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "base/test_folder.h"
#include "net/client.h"
#include "net/smtp.h"
#include "net/wire_fixture.h"

using namespace courtesy;
using namespace courtesy::net;
using namespace std::chrono_literals;

namespace {

template <auto free_it>
struct Free {
  template <typename T>
  void operator()(T* thing) const {
    free_it(thing);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Context = std::unique_ptr<SSL_CTX, Free<SSL_CTX_free>>;
using Session = std::unique_ptr<SSL, Free<SSL_free>>;

/// Signed by itself, good for one address and an hour.
Certificate certificate_for(const std::string& address, EVP_PKEY* key) {
  Certificate certificate(X509_new());
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3'600);
  X509_set_pubkey(certificate.get(), key);
  X509_NAME* name = X509_get_subject_name(certificate.get());
  const auto* common = reinterpret_cast<const unsigned char*>("courtesy test");
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, common, -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  X509_EXTENSION* other = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, ("IP:" + address).c_str());
  X509_add_ext(certificate.get(), other, -1);
  X509_EXTENSION_free(other);
  X509_sign(certificate.get(), key, EVP_sha256());
  return certificate;
}

/// A server's key and certificate, the latter also as a file that a client may trust.
struct Identity {
  explicit Identity(const std::string& address = "127.0.0.1") : certificate(certificate_for(address, key.get())) {
    std::FILE* out = std::fopen(file.c_str(), "w");
    if (out == nullptr) FAIL("no temporary file");
    PEM_write_X509(out, certificate.get());
    std::fclose(out);
  }

  Key key{EVP_EC_gen("P-256")};
  Certificate certificate;
  TestFolder folder;
  std::string file = folder.file("certificate.pem");
};

/// The server's end, over a connected socket.
struct TlsWire {
  TlsWire(Wire& wire, const Identity& identity) {
    SSL_CTX_use_certificate(context.get(), identity.certificate.get());
    SSL_CTX_use_PrivateKey(context.get(), identity.key.get());
    session.reset(SSL_new(context.get()));
    SSL_set_fd(session.get(), wire.fd());
  }
  bool shake_hands() { return SSL_accept(session.get()) == 1; }
  std::string read_until(std::string_view mark) {
    std::string text;
    char byte = 0;
    while (text.find(mark) == std::string::npos && SSL_read(session.get(), &byte, 1) == 1) text += byte;
    return text;
  }
  void send(std::string_view text) { SSL_write(session.get(), text.data(), static_cast<int>(text.size())); }

  Context context{SSL_CTX_new(TLS_server_method())};
  Session session;
};

constexpr std::string_view ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

/// What a client that trusts `trusted` makes of a server that is `identity`, and what that server heard.
std::pair<http::Exchange, std::string> post_over_tls(const Identity& identity, const std::string& trusted) {
  PacedClock clock;
  AsioLoop loop(clock);
  CurlClient client(loop, {.ca_file = trusted});
  Port port;
  std::optional<http::Exchange> seen;
  client.send({"POST", "https://127.0.0.1:" + std::to_string(port.number()) + "/", {}, "a=b"}, {.contact = true},
              [&](http::Exchange exchange) { seen = std::move(exchange); });
  std::string heard = beside(loop, [&] {
    Wire wire = port.accept();
    TlsWire tls(wire, identity);
    if (!tls.shake_hands()) return std::string();
    std::string request = tls.read_until("a=b");
    if (!request.empty()) tls.send(ok);
    return request;
  });
  run_until(loop, [&] { return seen.has_value(); });
  return {std::move(*seen), std::move(heard)};
}

}  // namespace

TEST_CASE("an https request reaches a server whose authority is known") {
  const Identity identity;
  const auto [seen, heard] = post_over_tls(identity, identity.file);
  REQUIRE(std::holds_alternative<http::Response>(seen));
  CHECK(std::get<http::Response>(seen).body == "ok");
  CHECK(heard.substr(0, 6) == "POST /");
}

TEST_CASE("nothing is said to a server that nobody vouches for, or that is another") {
  const Identity identity;
  const Identity stranger;
  const Identity elsewhere("127.0.0.2");
  for (const auto& [is, trusted] : {std::pair(&identity, std::string()), std::pair(&identity, stranger.file),
                                    std::pair(&elsewhere, elsewhere.file)}) {
    const auto [seen, heard] = post_over_tls(*is, trusted);
    CHECK(std::holds_alternative<http::NothingLeft>(seen));
    CHECK(heard.empty());
  }
}

TEST_CASE("mail goes out over STARTTLS, with its password only inside") {
  const Identity identity;
  PacedClock clock;
  AsioLoop loop(clock);
  Port port;
  const auto client = SmtpClient::make(loop, {.port = port.number(),
                                              .tls = SmtpTls::starttls,
                                              .user = "me",
                                              .password = Secret<std::string>("secret"),
                                              .ca_file = identity.file})
                          .value();
  std::optional<mail::Outcome> outcome;
  client->send({.from = "a@clinic.example", .to = "b@example.com", .message_id = "<t@clinic.example>", .text = "x"},
               20s, [&](mail::Outcome seen) { outcome = std::move(seen); });
  const auto [clear, covered] = beside(loop, [&] {
    Wire wire = port.accept();
    wire.send("220 mail.example\r\n");
    std::string before = wire.read_until("\r\n");
    wire.send("250-mail.example\r\n250 STARTTLS\r\n");
    before += wire.read_until("\r\n");
    wire.send("220 go on\r\n");
    TlsWire tls(wire, identity);
    std::string after;
    if (!tls.shake_hands()) return std::pair(before, after);
    for (const auto* answer : {"250-mail.example\r\n250 AUTH PLAIN\r\n", "334 \r\n", "235 ok\r\n", "250 ok\r\n",
                               "250 ok\r\n", "354 go on\r\n"}) {
      after += tls.read_until("\r\n");
      tls.send(answer);
    }
    after += tls.read_until("\r\n.\r\n");
    tls.send("250 queued\r\n");
    return std::pair(before, after);
  });
  run_until(loop, [&] { return outcome.has_value(); });
  CHECK(outcome->ending == mail::Ending::accepted);
  CHECK(clear == "EHLO localhost\r\nSTARTTLS\r\n");
  CHECK(covered.find("AUTH PLAIN\r\nAG1lAHNlY3JldA==\r\nMAIL FROM:<a@clinic.example>") != std::string::npos);
}

TEST_CASE("a peer that closes under a TLS write does not end the process") {
  PacedClock clock;
  AsioLoop loop(clock);
  const CurlClient client(loop, {});
  std::raise(SIGPIPE);
}
