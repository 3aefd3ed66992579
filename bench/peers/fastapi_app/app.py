import hashlib
import os
import uuid
from contextlib import asynccontextmanager
from datetime import datetime, timezone
from decimal import Decimal
from typing import Annotated

from fastapi import Cookie, Depends, FastAPI, Header, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, PlainTextResponse
from fastapi.templating import Jinja2Templates
from pydantic import BaseModel, ConfigDict
from sqlalchemy import ForeignKey, Numeric, DateTime, case, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, joinedload, mapped_column, relationship, selectinload

engine = create_async_engine(
    f"postgresql+asyncpg://peer@127.0.0.1:{os.environ['BENCH_PORT']}/bench",
    pool_size=int(os.environ.get("POOL", "8")), max_overflow=0, pool_timeout=30,
)
Session = async_sessionmaker(engine, expire_on_commit=False)


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    email: Mapped[str]
    first_name: Mapped[str]
    last_name: Mapped[str]
    role: Mapped[str]


class Course(Base):
    __tablename__ = "courses"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    title: Mapped[str]
    slug: Mapped[str]
    short_description: Mapped[str]
    level: Mapped[str]
    price: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    is_published: Mapped[bool]
    category_id: Mapped[uuid.UUID]
    instructor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    rating: Mapped[Decimal] = mapped_column(Numeric(3, 2))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    instructor: Mapped[User] = relationship()
    sections: Mapped[list["Section"]] = relationship(order_by="Section.position")

    @property
    def instructor_name(self) -> str:
        return f"{self.instructor.first_name} {self.instructor.last_name}"

    @property
    def published(self) -> str:
        return self.created_at.strftime("%Y-%m-%d")


class Section(Base):
    __tablename__ = "course_sections"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    course_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("courses.id"))
    title: Mapped[str]
    position: Mapped[int]
    videos: Mapped[list["Video"]] = relationship(order_by="Video.position")


class Video(Base):
    __tablename__ = "course_videos"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    section_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("course_sections.id"))
    title: Mapped[str]
    duration_seconds: Mapped[int]
    position: Mapped[int]
    is_preview: Mapped[bool]

    @property
    def duration(self) -> str:
        return f"{self.duration_seconds // 60}:{self.duration_seconds % 60:02d}"


class Enrollment(Base):
    __tablename__ = "course_enrollments"
    user_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    course_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    progress: Mapped[int]
    status: Mapped[str]
    items_done: Mapped[int]
    completed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    last_video_id: Mapped[uuid.UUID | None]
    last_seen_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class SignedIn(Base):
    __tablename__ = "sessions"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class VideoProgress(Base):
    __tablename__ = "video_progress"
    user_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    video_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    course_id: Mapped[uuid.UUID]
    done_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class Evidence(Base):
    __tablename__ = "learning_evidence"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    user_id: Mapped[uuid.UUID]
    course_id: Mapped[uuid.UUID]
    video_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    happened_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class CourseOut(Out):
    id: uuid.UUID
    title: str
    slug: str
    short_description: str
    level: str
    price: Decimal
    rating: Decimal
    is_published: bool
    category_id: uuid.UUID
    instructor_id: uuid.UUID
    instructor_name: str
    created_at: datetime


class CourseListOut(Out):
    items: list[CourseOut]
    total: int
    page: int
    page_size: int


class VideoOut(Out):
    id: uuid.UUID
    title: str
    duration_seconds: int
    position: int
    is_preview: bool


class SectionOut(Out):
    id: uuid.UUID
    title: str
    position: int
    videos: list[VideoOut]


class CourseDetailOut(CourseOut):
    sections: list[SectionOut]


class ProgressOut(Out):
    course_id: uuid.UUID
    status: str
    items_done: int
    item_count: int
    completed_at: datetime | None


@asynccontextmanager
async def lifespan(app: FastAPI):
    yield
    await engine.dispose()


app = FastAPI(lifespan=lifespan)
templates = Jinja2Templates(directory=os.path.join(os.path.dirname(__file__), "templates"))


async def get_session():
    async with Session() as s:
        yield s


SessionDep = Annotated[AsyncSession, Depends(get_session)]


async def signed_in(session: AsyncSession, token: str | None) -> User | None:
    if not token:
        return None
    digest = hashlib.sha256(token.encode()).hexdigest()
    return await session.scalar(
        select(User).join(SignedIn, SignedIn.user_id == User.id)
        .where(SignedIn.token_hash == digest, SignedIn.expires_at > datetime.now(timezone.utc)))


async def learner(session: SessionDep, authorization: Annotated[str, Header()] = "") -> User:
    user = await signed_in(session, authorization.removeprefix("Bearer "))
    if user is None:
        raise HTTPException(401)
    return user


LearnerDep = Annotated[User, Depends(learner)]


@app.get("/plaintext", response_class=PlainTextResponse)
async def plaintext():
    return PlainTextResponse("Hello, World!")


@app.get("/api/v1/courses", response_model=CourseListOut)
async def list_courses(session: SessionDep, page: Annotated[int, Query(ge=1)] = 1,
                       page_size: Annotated[int, Query(ge=1, le=100)] = 20):
    q = (select(Course).where(Course.is_published).options(joinedload(Course.instructor, innerjoin=True))
         .order_by(Course.created_at.desc()).limit(page_size).offset((page - 1) * page_size))
    items = (await session.scalars(q)).all()
    total = await session.scalar(select(func.count()).select_from(Course).where(Course.is_published))
    return {"items": items, "total": total, "page": page, "page_size": page_size}


async def load(session: AsyncSession, slug: str) -> Course:
    q = (select(Course).where(Course.slug == slug, Course.is_published)
         .options(joinedload(Course.instructor, innerjoin=True),
                  selectinload(Course.sections).selectinload(Section.videos)))
    c = (await session.scalars(q)).one_or_none()
    if c is None:
        raise HTTPException(404)
    return c


@app.get("/api/v1/courses/{slug}", response_model=CourseDetailOut)
async def course_detail(slug: str, session: SessionDep):
    return await load(session, slug)


@app.put("/api/v1/items/{video_id}/completion", response_model=ProgressOut)
async def complete(video_id: uuid.UUID, session: SessionDep, user: LearnerDep):
    return await mark(session, user, video_id, True)


@app.delete("/api/v1/items/{video_id}/completion", response_model=ProgressOut)
async def reopen(video_id: uuid.UUID, session: SessionDep, user: LearnerDep):
    return await mark(session, user, video_id, False)


async def mark(session: AsyncSession, user: User, video_id: uuid.UUID, is_done: bool) -> ProgressOut:
    """Keeps the progress, its evidence and the count of the enrollment, in one transaction."""
    now = datetime.now(timezone.utc)
    course_id = await session.scalar(
        select(Section.course_id).join(Video, Video.section_id == Section.id)
        .join(Enrollment, Enrollment.course_id == Section.course_id)
        .where(Video.id == video_id, Enrollment.user_id == user.id, Enrollment.status.in_(["active", "completed"])))
    if course_id is None:
        raise HTTPException(404)
    count = (select(func.count()).select_from(Video).join(Section, Section.id == Video.section_id)
             .where(Section.course_id == course_id).scalar_subquery())
    if is_done:
        write = insert(VideoProgress).values(user_id=user.id, video_id=video_id, course_id=course_id, done_at=now)
        write = write.on_conflict_do_update(
            index_elements=["user_id", "video_id"], set_={"done_at": now}, where=VideoProgress.done_at.is_(None))
    else:
        write = update(VideoProgress).values(done_at=None).where(
            VideoProgress.user_id == user.id, VideoProgress.video_id == video_id, VideoProgress.done_at.is_not(None))
    if await session.scalar(write.returning(VideoProgress.video_id)):
        session.add(Evidence(id=uuid.uuid4(), user_id=user.id, course_id=course_id, video_id=video_id,
                             kind="finished" if is_done else "reopened", happened_at=now))
        done = Enrollment.items_done + (1 if is_done else -1)
        await session.execute(
            update(Enrollment).where(Enrollment.user_id == user.id, Enrollment.course_id == course_id)
            .values(items_done=done, last_video_id=video_id, last_seen_at=now,
                    status=case((done >= count, "completed"), else_="active"),
                    completed_at=case((done >= count, func.coalesce(Enrollment.completed_at, now)))))
    status, items_done, completed_at, item_count = (await session.execute(
        select(Enrollment.status, Enrollment.items_done, Enrollment.completed_at, count)
        .where(Enrollment.user_id == user.id, Enrollment.course_id == course_id))).one()
    await session.commit()
    return ProgressOut(course_id=course_id, status=status, items_done=items_done, item_count=item_count,
                       completed_at=completed_at)


@app.get("/courses/{slug}", response_class=HTMLResponse)
async def course_page(request: Request, slug: str, db: SessionDep, session: Annotated[str | None, Cookie()] = None):
    """For who is signed in with their name and how far they are."""
    user = await signed_in(db, session)
    c = await load(db, slug)
    enrollment = user and await db.get(Enrollment, (user.id, c.id))
    return templates.TemplateResponse(request, "course.html", {"c": c, "user": user, "enrollment": enrollment})
