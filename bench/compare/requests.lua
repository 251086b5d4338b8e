-- Sends the requests of a file that bench/compare/requests.py has written, from a place in it on, round and round, and
-- puts a number that no other request has at the mark of those that have one. Arguments: the file, the place (a part of
-- the whole), what the numbers begin with. Prints what was measured as JSON.
local first, last, all, at, sent, begins = {}, {}, 0, 0, 0, ""

function init(args)
  local file = assert(io.open(args[1], "rb"))
  local text = file:read("*a")
  file:close()
  for request in text:gmatch("[^%z]+") do
    all = all + 1
    local mark = request:find("\1", 1, true)
    first[all] = mark and request:sub(1, mark - 1) or request
    last[all] = mark and request:sub(mark + 1)
  end
  at = math.floor(all * tonumber(args[2]))
  begins = args[3]
end

function request()
  at = at % all + 1
  local rest = last[at]
  if not rest then return first[at] end
  sent = sent + 1
  return first[at] .. begins .. string.format("%010d", sent) .. rest
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\nMEASURED {"requests": %d, "seconds": %.6f, "refused": %d, "broken": %d, "late": %d, '
      .. '"p50": %.3f, "p99": %.3f, "p999": %.3f, "longest": %.3f}\n',
    summary.requests, summary.duration / 1e6, errors.status, errors.connect + errors.read + errors.write,
    errors.timeout, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency:percentile(99.9) / 1e3,
    latency.max / 1e3))
end
