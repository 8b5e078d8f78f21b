// For tests: the other end of a connection, with plain blocking sockets on a thread of its own, byte for byte.
#pragma once

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "net/run_loop.h"

namespace courtesy::net {

/// One connected socket. A read gives up after 20 s, as if the peer had closed.
class Wire {
 public:
  explicit Wire(int fd) : fd_(fd) {
    const timeval patience{20, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }
  Wire(Wire&& other) noexcept : fd_(std::exchange(other.fd_, -1)), ahead_(std::move(other.ahead_)) {}
  Wire& operator=(Wire&& other) noexcept {
    std::swap(fd_, other.fd_);
    std::swap(ahead_, other.ahead_);
    return *this;
  }
  ~Wire() {
    if (fd_ >= 0) ::close(fd_);
  }

  static Wire connect(std::uint16_t port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(port);
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) FAIL("cannot connect");
    return Wire(fd);
  }
  static sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
  }

  /// False when the peer is gone.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  /// What was sent up to and including `mark`; less when the peer closes before.
  std::string read_until(std::string_view mark) {
    while (ahead_.find(mark) == std::string::npos && fill()) {
    }
    const std::size_t end = ahead_.find(mark);
    return take(end == std::string::npos ? ahead_.size() : end + mark.size());
  }
  std::string read(std::size_t size) {
    while (ahead_.size() < size && fill()) {
    }
    return take(std::min(size, ahead_.size()));
  }
  std::string read_to_end() {
    while (fill()) {
    }
    return take(ahead_.size());
  }
  /// Whether something, or the end, can be read.
  bool readable_within(milliseconds patience) {
    pollfd asked{fd_, POLLIN, 0};
    return !ahead_.empty() || ::poll(&asked, 1, static_cast<int>(patience.count())) > 0;
  }
  int fd() const { return fd_; }
  /// Whether a read came to the peer's orderly end, and not to the end of its own patience.
  bool peer_ended() const { return peer_ended_; }
  void end_sending() { ::shutdown(fd_, SHUT_WR); }
  /// Closes with a reset instead of an orderly end.
  void reset() {
    const linger at_once{1, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(std::exchange(fd_, -1));
  }

 private:
  bool fill() {
    char piece[16'384];
    const ssize_t got = ::recv(fd_, piece, sizeof piece, 0);
    if (got > 0) ahead_.append(piece, static_cast<std::size_t>(got));
    if (got == 0) peer_ended_ = true;
    return got > 0;
  }
  std::string take(std::size_t size) {
    std::string taken = ahead_.substr(0, size);
    ahead_.erase(0, size);
    return taken;
  }

  int fd_;
  std::string ahead_;
  bool peer_ended_ = false;
};

/// A listening port on 127.0.0.1.
class Port {
 public:
  Port() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address = Wire::loopback(0);
    if (::bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) FAIL("cannot bind");
    if (::listen(fd_, 16) != 0) FAIL("cannot listen");
    const timeval patience{20, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }
  Port(const Port&) = delete;
  Port& operator=(const Port&) = delete;
  ~Port() { ::close(fd_); }

  Wire accept() { return Wire(::accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC)); }
  /// Whether somebody else has connected already.
  bool somebody_waits() {
    pollfd asked{fd_, POLLIN, 0};
    return ::poll(&asked, 1, 0) > 0;
  }
  std::uint16_t number() const {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(number()); }

 private:
  int fd_;
};

/// Runs `work` on a thread of its own while `loop` runs; what it returns.
template <typename F>
auto beside(AsioLoop& loop, F work) {
  decltype(work()) result{};
  bool finished = false;
  std::thread thread([&] {
    result = work();
    loop.post([&] { finished = true; });
  });
  run_until(loop, [&] { return finished; });
  thread.join();
  return result;
}

}  // namespace courtesy::net
