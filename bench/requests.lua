-- Sends the requests of the file BENCH_REQUESTS in turn: lines of  METHOD  PATH  FIELDS  BODY  parted by tabs,
-- FIELDS as "Name: value|Name: value". With BENCH_TURN every second pass uses that method instead, so that a write
-- always changes something: a write that leaves a row as it was costs a database less. BENCH_START says how many were sent
-- before, so that a run goes on where the last one stopped.
local requests, passes, at, pass = {{}, {}}, 1, 0, 1
local turn = os.getenv("BENCH_TURN")

local function fields_of(text)
  local fields = {}
  for name, value in text:gmatch("([^:|]+): ([^|]+)") do fields[name] = value end
  return fields
end

-- With BENCH_PAUSE each connection waits so many milliseconds before its next request.
local pause = tonumber(os.getenv("BENCH_PAUSE") or "")
if pause then function delay() return pause end end

function init()
  for line in io.lines(os.getenv("BENCH_REQUESTS")) do
    local method, path, fields, body = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t(.*)$")
    local function make(word) return wrk.format(word, path, fields_of(fields), body ~= "" and body or nil) end
    table.insert(requests[1], make(method))
    if turn then table.insert(requests[2], make(turn)) end
  end
  if turn then passes = 2 end
  local start = tonumber(os.getenv("BENCH_START") or "0")
  at, pass = start % #requests[1], math.floor(start / #requests[1]) % passes + 1
end

function request()
  at = at + 1
  if at > #requests[1] then at, pass = 1, pass % passes + 1 end
  return requests[pass][at]
end
