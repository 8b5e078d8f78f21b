// courtesy_bench_load PORT RATE CONNECTIONS FILE [FROM COUNT]: sends FILE's requests to 127.0.0.1:PORT, each once.
//
// RATE a second, each at its own moment however late the answers are: its time runs from when it was due, so a server
// that stalls cannot hide its queue. RATE 0: as many as there are connections are always under way. Prints one JSON
// object; ends with 1 when an answer was not 200 or none came.
#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <deque>
#include <fstream>
#include <vector>

#include "base/whole_number.h"
#include "measure.h"

using namespace courtesy;
using namespace courtesy::bench;

namespace {

constexpr double patience = 20;  // seconds without any answer

std::vector<std::string> read_requests(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::vector<std::string> requests;
  unsigned char size[4];
  while (in.read(reinterpret_cast<char*>(size), 4)) {
    std::string request(size[0] | size[1] << 8 | size[2] << 16 | static_cast<std::size_t>(size[3]) << 24, 0);
    in.read(request.data(), static_cast<std::streamsize>(request.size()));
    requests.push_back(std::move(request));
  }
  return requests;
}

int connect_to(int port) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(port));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int one = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  return connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0 ? fd : -1;
}

/// True when `answer` has its whole body.
bool is_whole(const std::string& answer) {
  const std::size_t header = answer.find("\r\n\r\n");
  if (header == std::string::npos) return false;
  const char* const length = strcasestr(answer.c_str(), "\ncontent-length:");
  std::size_t body = 0;
  if (length != nullptr) body = std::strtoul(length + 16, nullptr, 10);
  return answer.size() >= header + 4 + body;
}

class Load {
 public:
  Load(std::vector<std::string> requests, double rate) : requests_(std::move(requests)), rate_(rate) {}

  bool open(int port, std::size_t connections) {
    for (std::size_t i = 0; i < connections; ++i) {
      const int fd = connect_to(port);
      if (fd < 0) return false;
      polls_.push_back({fd, POLLIN, 0});
      lines_.push_back({});
      idle_.push_back(i);
    }
    return true;
  }

  bool run() {
    Stopwatch quiet;
    while (times_.size() + faults_ < requests_.size()) {
      send_due();
      const timespec wait = until_next_due();
      if (ppoll(polls_.data(), polls_.size(), &wait, nullptr) < 0) return false;
      for (std::size_t i = 0; i < polls_.size(); ++i) {
        if (polls_[i].revents != 0 && !receive(i)) return false;
        if (polls_[i].revents != 0) quiet = {};
      }
      if (quiet.seconds() > patience) return false;
    }
    seconds_ = watch_.seconds();
    return true;
  }

  void print() const {
    fmt::print(R"({{"n": {}, "per_s": {:.0f}, "p50_ms": {:.3f}, "p99_ms": {:.3f}, "p999_ms": {:.3f}, "faults": {}}})"
               "\n",
               times_.size(), static_cast<double>(times_.size()) / seconds_, percentile(times_, 0.5) * 1e3,
               percentile(times_, 0.99) * 1e3, percentile(times_, 0.999) * 1e3, faults_);
  }
  bool good() const { return faults_ == 0 && !times_.empty(); }

 private:
  struct Line {
    double due = 0;
    std::string answer;
  };

  void send_due() {
    const double now = watch_.seconds();
    while (!idle_.empty() && next_ < requests_.size()) {
      const double due = rate_ > 0 ? static_cast<double>(next_) / rate_ : now;
      if (due > now) return;
      const std::size_t i = idle_.front();
      idle_.pop_front();
      lines_[i] = {due, {}};
      const std::string& request = requests_[next_++];
      if (write(polls_[i].fd, request.data(), request.size()) != static_cast<ssize_t>(request.size())) ++faults_;
    }
  }

  /// To the nanosecond, as poll's milliseconds would have two requests leave together; a millisecond where none is due.
  timespec until_next_due() const {
    const bool waits = rate_ > 0 && !idle_.empty() && next_ < requests_.size();
    const double seconds = waits ? static_cast<double>(next_) / rate_ - watch_.seconds() : 0.001;
    return {0, static_cast<long>(std::clamp(seconds, 0.0, 0.001) * 1e9)};
  }

  bool receive(std::size_t i) {
    char bytes[65536];
    const ssize_t count = read(polls_[i].fd, bytes, sizeof bytes);
    if (count <= 0) return false;
    Line& line = lines_[i];
    line.answer.append(bytes, static_cast<std::size_t>(count));
    if (!is_whole(line.answer)) return true;
    if (line.answer.compare(9, 3, "200") == 0) {
      times_.push_back(watch_.seconds() - line.due);
    } else {
      ++faults_;
    }
    idle_.push_back(i);
    return true;
  }

  std::vector<std::string> requests_;
  double rate_;
  std::vector<pollfd> polls_;
  std::vector<Line> lines_;
  std::deque<std::size_t> idle_;
  std::size_t next_ = 0;
  std::vector<double> times_;
  std::size_t faults_ = 0;
  double seconds_ = 0;
  Stopwatch watch_;
};

}  // namespace

int main(int count, char** words) {
  const auto number = [&](int i) { return i < count ? whole_number<int>(words[i]) : std::nullopt; };
  if ((count != 5 && count != 7) || !number(1) || !number(2) || !number(3)) {
    return fmt::print(stderr, "courtesy_bench_load PORT RATE CONNECTIONS FILE [FROM COUNT]\n"), 2;
  }
  auto requests = read_requests(words[4]);
  if (count == 7) {
    const auto from = std::min<std::size_t>(static_cast<std::size_t>(number(5).value_or(0)), requests.size());
    const auto most = std::min<std::size_t>(static_cast<std::size_t>(number(6).value_or(0)), requests.size() - from);
    requests = {requests.begin() + static_cast<std::ptrdiff_t>(from),
                requests.begin() + static_cast<std::ptrdiff_t>(from + most)};
  }
  prctl(PR_SET_TIMERSLACK, 1UL);  // nanoseconds: the kernel's own 50 µs are not the server's
  Load load(std::move(requests), *number(2));
  if (!load.open(*number(1), static_cast<std::size_t>(*number(3)))) return fmt::print(stderr, "no server there\n"), 1;
  if (!load.run()) return fmt::print(stderr, "an answer did not come\n"), 1;
  load.print();
  return load.good() ? 0 : 1;
}
